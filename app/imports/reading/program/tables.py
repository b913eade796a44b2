"""Rows of either format as lines of JSON, within the limits of a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from app.imports.enums import Fault, TableFormat
from app.imports.reading.faults import Unreadable

MOST_ROWS = 1_048_576
"""As many as a sheet of a spreadsheet has."""
MOST_COLUMNS = 60
LONGEST_CELL = 4_000
Row = tuple[int, list[str]]


def write_rows(file: IO[bytes], file_format: TableFormat, headings: frozenset[str], out: IO[bytes]) -> None:
    """The heading, a line for each row that has something in it, and how many there were.

    Raises:
        Unreadable: see ``Fault``.
    """
    rows = bounded(_rows(file, file_format, headings))
    heading = next(((number, cells) for number, cells in rows if any(cells)), None)
    if heading is None:
        raise Unreadable(Fault.EMPTY)
    names = _without_trailing(heading[1])
    out.write(_line({"heading": names}))
    told = blanks = 0
    for number, cells in rows:
        kept = _without_trailing(cells)
        if kept:
            told += 1
            out.write(_line([number, kept]))
        else:
            blanks += 1
    out.write(_line({"rows": told, "blanks": blanks}))


def bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, as long as they stay those of a table."""
    for number, cells in rows:
        if number > MOST_ROWS:
            raise Unreadable(Fault.TOO_MANY_ROWS)
        if any(cells[MOST_COLUMNS:]):
            raise Unreadable(Fault.TOO_MANY_COLUMNS, row=number)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise Unreadable(Fault.CELL_TOO_LONG, row=number)
        yield number, [cell.strip() for cell in cells[:MOST_COLUMNS]]


def _rows(file: IO[bytes], file_format: TableFormat, headings: frozenset[str]) -> Iterator[Row]:
    """Only the library that this format needs is loaded."""
    if file_format is TableFormat.XLSX:
        from app.imports.reading.program import workbooks

        return workbooks.rows_of(file, headings)
    from app.imports.reading.program import texts

    return texts.rows_of(file)


def _without_trailing(cells: Sequence[str]) -> list[str]:
    last = next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)
    return list(cells[:last])


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
