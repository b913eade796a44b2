"""The file of seals outside the database: one line a seal, only ever appended to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.audit.sealing.seals import Seal, seal_of_line

FOLDER = 0o700
FILE = 0o600
LONGEST_LINE = 16 * 1024


@dataclass(frozen=True)
class Ledger:
    """The file at ``path``. Its folder is made when the first line is written."""

    path: Path

    def read(self) -> tuple[list[Seal], list[int]]:
        """All seals in the order of the file, and the numbers (from 1) of lines that are none."""
        if not self.path.exists():
            return [], []
        seals, unreadable = [], []
        for number, line in enumerate(self.path.read_bytes().splitlines(keepends=True), start=1):
            try:
                seals.append(_whole(line))
            except ValueError:
                unreadable.append(number)
        return seals, unreadable

    def last(self) -> Seal | None:
        """The last seal that can be read; None of a file that has none."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LONGEST_LINE))
            lines = file.read().splitlines(keepends=True)
        for line in reversed(lines):
            try:
                return _whole(line)
            except ValueError:
                continue
        return None

    def append(self, seals: Sequence[Seal], public_key: bytes) -> None:
        """Write seals behind the last line, and see them on the disk before coming back."""
        if not seals:
            return
        self.path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE)
        with os.fdopen(descriptor, "r+b") as file:
            _take_off_unfinished_line(file.fileno())
            file.write(b"".join(seal.line(public_key) for seal in seals))
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self.path.parent)


def _whole(line: bytes) -> Seal:
    if not line.endswith(b"\n"):
        raise ValueError("the line was not finished")
    return seal_of_line(line)


def _take_off_unfinished_line(descriptor: int) -> None:
    """What a killed sealer left behind the last newline; the database has that seal, and it is written again."""
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, LONGEST_LINE, max(0, size - LONGEST_LINE))
    unfinished = len(tail) - (tail.rfind(b"\n") + 1)
    if unfinished:
        os.ftruncate(descriptor, size - unfinished)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
