"""Hands a file to a process of its own that has neither secrets, files nor time: what it breaks there is only itself."""

from __future__ import annotations

import subprocess  # nosec B404 - our own program, in a process that a hostile file may break
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.attachments.cleaning.faults import Unacceptable
from app.attachments.enums import Fault, FileFormat

PROGRAM = Path(__file__).parent / "program" / "__main__.py"
SECONDS = 30
"""After which the process is killed. The largest picture that is admitted takes some three."""
AT_ONCE = 2
"""Files that one web process has read at a time: its other threads go on answering pages, whatever is sent."""
SECONDS_IN_LINE = 3
"""For which a file waits for its turn; an ordinary photo takes less than one."""
REFUSED = 3
"""Exit code with which the program names a fault."""


_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Cleaned:
    """A file made anew.

    Attributes:
        extent: pages of a PDF, pixels of a picture, seconds of a recording.
    """

    format: FileFormat
    content: bytes
    extent: int


def cleaned(content: bytes, found: FileFormat) -> Cleaned:
    """The file made anew, without all that it does not show.

    Raises:
        Unacceptable: it cannot be read as what it is, or only at too high a cost; or too many are being read already.
    """
    with _turn():
        return _made_anew(content, found)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=SECONDS_IN_LINE):
        raise Unacceptable(Fault.BUSY)
    try:
        yield
    finally:
        _turns.release()


def _made_anew(content: bytes, found: FileFormat) -> Cleaned:
    # -I: neither the environment nor the folder it stands in says what is imported. -B: it writes nothing.
    command = [sys.executable, "-I", "-B", str(PROGRAM), found.value]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file goes to its standard input
            command, input=content, capture_output=True, timeout=SECONDS, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        raise Unacceptable(Fault.TOO_COSTLY) from None
    if done.returncode == REFUSED:
        raise Unacceptable(Fault(done.stderr.decode().strip()))
    if done.returncode != 0:
        raise Unacceptable(Fault.TOO_COSTLY)
    extent, _, made = done.stdout.partition(b"\n")
    return Cleaned(found, made, int(extent))
