"""Reading XLSX: what is unpacked is counted before any of it is understood, formulas are not worked out, macros not looked at."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from app.imports.enums import Fault
from app.imports.reading.faults import Unreadable
from app.imports.reading.program.tables import MOST_COLUMNS, Row
from app.people.names import folded

MOST_UNPACKED = 1_600 * 1024 * 1024
"""Bytes of all parts together, unpacked; a million rows of sixteen columns have some 900 MB."""
MOST_PARTS = 400
MOST_SHARED = 220 * 1024 * 1024
"""Bytes of the words that cells share, which are held in memory."""
AT_ONCE = 1024 * 1024
ENCRYPTED = b"\xd0\xcf\x11\xe0"
"""Begins a workbook with a password, and one of the format before 2007."""
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")
KNOWN_HEADINGS = 2
"""A sheet whose first line has so many of them is a table of people."""
LOOKED_AT = 20
"""Lines of a sheet that are searched for its headings."""
DAMAGED = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError, SyntaxError,
    NotImplementedError, AssertionError, RecursionError,
)  # fmt: skip


def rows_of(file: IO[bytes], headings: frozenset[str]) -> Iterator[Row]:
    """Rows of the one sheet of people, with their numbers."""
    start = file.read(4)
    file.seek(0)
    if not start:
        raise Unreadable(Fault.EMPTY)
    if start == ENCRYPTED:
        raise Unreadable(Fault.ENCRYPTED)
    try:
        _check_parts(file)
        file.seek(0)
        yield from _rows(file, headings)
    except DAMAGED:
        raise Unreadable(Fault.DAMAGED) from None


def _check_parts(file: IO[bytes]) -> None:
    """Unpack every part once, keeping nothing: sizes that are declared may lie."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(Fault.UNPACKS_TOO_LARGE)
        unpacked = 0
        for part in parts:
            if part.flag_bits & 1:
                raise Unreadable(Fault.ENCRYPTED)
            size = _check_part(archive, part)
            unpacked += size
            if unpacked > MOST_UNPACKED or ("sharedStrings" in part.filename and size > MOST_SHARED):
                raise Unreadable(Fault.UNPACKS_TOO_LARGE)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    is_sheet, before, size = "/worksheets/" in part.filename, b"", 0
    with archive.open(part) as unpacked:
        while some := unpacked.read(AT_ONCE):
            size += len(some)
            if size > MOST_UNPACKED:
                raise Unreadable(Fault.UNPACKS_TOO_LARGE)
            if is_sheet and MERGED.search(before + some):
                raise Unreadable(Fault.MERGED_CELLS)
            before = some[-64:]
    return size


def _rows(file: IO[bytes], headings: frozenset[str]) -> Iterator[Row]:
    from openpyxl import load_workbook

    workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        for number, cells in enumerate(_sheet_of_people(workbook, headings), start=1):
            yield number, [_text_of(cell) for cell in cells]
    finally:
        workbook.close()


def _sheet_of_people(workbook: Any, headings: frozenset[str]) -> Iterator[Any]:
    sheets = workbook.worksheets
    if not sheets:
        raise Unreadable(Fault.DAMAGED)
    for sheet in sheets:
        sheet.reset_dimensions()
    of_people = [sheet for sheet in sheets if _count_headings(sheet, headings) >= KNOWN_HEADINGS]
    if len(of_people) > 1:
        raise Unreadable(Fault.TWO_SHEETS, columns=[sheet.title for sheet in of_people])
    return _lines(of_people[0] if of_people else sheets[0])


def _count_headings(sheet: Any, headings: frozenset[str]) -> int:
    """How many of the words in the first line that has any are known as headings."""
    for at, cells in enumerate(_lines(sheet)):
        words = [folded(_text_of(cell)) for cell in cells]
        if any(words) or at == LOOKED_AT:
            return sum(word in headings for word in words)
    return 0


def _lines(sheet: Any) -> Iterator[Any]:
    lines: Iterator[Any] = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    return lines


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)
