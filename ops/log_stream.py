"""The one stream of lines that the operator sees, and its copy in ``<state>/log/quipu.log``."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_BYTES = 10 * 1024 * 1024
FILES_KEPT = 5
NAME_WIDTH = 8


class LogStream:
    """Lines of all programs, each with the name of the program it came from."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._file = RotatingFileHandler(folder / "quipu.log", maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
        self._has_terminal = True

    def write(self, name: str, line: str) -> None:
        """One line of one program's, for the terminal and the file."""
        self._print(f"{name:<{NAME_WIDTH}} | {line}" if name else line)
        self.file(name, line)

    def file(self, name: str, line: str) -> None:
        """One line for the file only."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        text = f"{stamp} {name or 'quipu':<{NAME_WIDTH}} | {line}"
        self._file.emit(logging.LogRecord("quipu", logging.INFO, "", 0, text, None, None))

    def say(self, line: str) -> None:
        self.write("", line)

    def show(self, text: str) -> None:
        """Print for the operator's eyes only: what holds a password or a link does not enter the log file."""
        self._print(text)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Say that something has been done, and how long it took."""
        started = time.monotonic()
        yield
        self.say(f"{what} ({time.monotonic() - started:.1f} s)")

    def close(self) -> None:
        self._file.close()

    def _print(self, text: str) -> None:
        if not self._has_terminal:
            return
        try:
            print(text, flush=True)
        except OSError:
            # The terminal or the reader of the pipe is gone; the file goes on, and at exit nothing must try again.
            self._has_terminal = False
            sys.stdout = None
