"""Reading and writing age files as streams: the library works in a thread, and we hold the other end of a pipe.

Memory stays at some 64 KiB chunks, whatever the size of the file.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage

from ops.errors import OperationError

DRAINED_AT_ONCE = 1024 * 1024

NOT_FOR_THIS_IDENTITY = "No matching keys found"
"""How the library says that none of the identities opens the file."""


class DamagedBackupError(OperationError):
    """The file is cut short, changed, or no backup at all."""


class _Work(threading.Thread):
    """One call of the library, and what became of it."""

    def __init__(self, call: Callable[[], None]) -> None:
        super().__init__(name="age", daemon=True)
        self.error: Exception | None = None
        self._call = call

    def run(self) -> None:
        try:
            self._call()
        except Exception as error:
            self.error = error


class _Closing:
    """A file whose descriptor is closed by whoever finishes first, so that the other end of the pipe never waits in vain."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def after(self, call: Callable[[IO[bytes]], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                call(self.file)
            finally:
                with suppress(BrokenPipeError):
                    self.file.close()

        return run


@contextmanager
def sealing(target: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    """What is written to the yielded stream arrives in ``target`` encrypted to the recipients.

    Raises:
        OperationError: the target could not be written, most often for want of room.
    """
    reader, writer = os.pipe()
    plain = _Closing(os.fdopen(reader, "rb"))
    work = _Work(plain.after(lambda source: pyrage.encrypt_io(source, target, recipients)))
    work.start()
    try:
        with os.fdopen(writer, "wb") as stream:
            yield stream
    except BrokenPipeError:
        work.join()
        raise OperationError(f"The backup cannot be written: {work.error}.") from None
    work.join()
    if work.error:
        raise OperationError(f"The backup cannot be written: {work.error}.")


@contextmanager
def opening(path: Path, identities: Sequence[Any]) -> Iterator[IO[bytes]]:
    """The decrypted content of an age file; the end of the block reads to its end, so that no damage is missed.

    Raises:
        DamagedBackupError: the file was cut short or changed, or is no age file.
        OperationError: the identities do not open it, or it cannot be read.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise OperationError(f"{path} cannot be read: {error.strerror}.") from None
    reader, writer = os.pipe()
    plain = _Closing(os.fdopen(writer, "wb"))
    work = _Work(plain.after(lambda target: pyrage.decrypt_io(source, target, identities)))
    work.start()
    with source:
        try:
            with os.fdopen(reader, "rb") as stream:
                try:
                    yield stream
                except DamagedBackupError:
                    _drain(stream)
                    raise
                _drain(stream)
        except DamagedBackupError as error:
            # Where the file is cut short, its content only seems to end.
            work.join()
            if work.error:
                raise _named(work.error, path) from error
            raise
        except OperationError:
            work.join()
            raise
        except Exception as error:
            # What was read made no sense: if the decryption had failed before, that is the reason.
            work.join()
            raise _named(work.error or error, path) from error
        work.join()
        if work.error:
            raise _named(work.error, path)


def _drain(stream: IO[bytes]) -> None:
    """Read to the end: only there the library knows whether the file is whole."""
    while stream.read(DRAINED_AT_ONCE):
        pass


def _named(error: Exception, path: Path) -> OperationError:
    if NOT_FOR_THIS_IDENTITY in str(error):
        return OperationError(f"This identity does not open {path.name}: it was encrypted for another one.")
    return DamagedBackupError(f"{path.name} is damaged, cut short, or no backup of Quipu ({error}). Use another copy.")
