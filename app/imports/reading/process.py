"""Hands a file to a process of its own that has neither secrets nor files: what a hostile one breaks there is only itself."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404 - our own program, in a process that a hostile file may break
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.imports.enums import Fault, TableFormat
from app.imports.reading.faults import Unreadable

PROGRAM = Path(__file__).parent / "program" / "__main__.py"
REFUSED = 3
"""Exit code with which the program names a fault."""


@dataclass(frozen=True)
class Heading:
    """The words over the columns, from the left."""

    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a line of JSON: ``[number, [cell, ...]]``, the number as a spreadsheet counts."""

    json: bytes


@dataclass(frozen=True)
class Tail:
    """Said at the end: rows with something in them, and lines without anything."""

    rows: int
    blanks: int


RowsRead = Iterator[Heading | Line | Tail]


def read_rows(parts: Iterable[bytes], file_format: TableFormat, *, headings: Sequence[str]) -> RowsRead:
    """The heading, then each row, then the tail.

    Args:
        parts: the content of the file, in order; it is kept in memory only.
        headings: folded words that are known as headings: they tell which sheet holds the people.

    Raises:
        Unreadable: it cannot be read as a table, or only at too high a cost.
    """
    handle = os.memfd_create("import")
    try:
        for part in parts:
            _write_all(handle, part)
        os.lseek(handle, 0, os.SEEK_SET)
        yield from _run(handle, file_format, headings)
    finally:
        os.close(handle)


def _run(handle: int, file_format: TableFormat, headings: Sequence[str]) -> RowsRead:
    # -I: neither the environment nor the folder it stands in says what is imported. -B: it writes nothing.
    command = [sys.executable, "-I", "-B", str(PROGRAM), file_format.value, str(handle)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[handle], env={}, cwd="/"
    ) as program:
        if program.stdin is None or program.stdout is None or program.stderr is None:
            raise AssertionError("three pipes were asked for")
        try:
            program.stdin.write(json.dumps(headings).encode())
            program.stdin.close()
            yield from _understood(program.stdout)
            said = program.stderr.read()
        except BaseException:
            program.kill()
            raise
    if program.returncode == REFUSED:
        told = json.loads(said)
        raise Unreadable(Fault(told.pop("fault")), **told)
    if program.returncode != 0:
        raise Unreadable(Fault.TOO_COSTLY)


def _understood(lines: Iterable[bytes]) -> RowsRead:
    for line in lines:
        if line.startswith(b"["):
            yield Line(line)
            continue
        said = json.loads(line)
        yield Heading(said["heading"]) if "heading" in said else Tail(said["rows"], said["blanks"])


def _write_all(handle: int, part: bytes) -> None:
    left = memoryview(part)
    while left:
        left = left[os.write(handle, left) :]
