"""Reading CSV in the encodings and with the separators in which spreadsheets write it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO

from app.imports.enums import Fault
from app.imports.reading.faults import Unreadable
from app.imports.reading.program.tables import LONGEST_CELL, Row

SEPARATORS = ",;\t"
AT_ONCE = 1024 * 1024
LONGEST_HEADING = 100_000
"""Bytes of the first line; what has no line end for longer than that is no table."""
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def rows_of(file: IO[bytes]) -> Iterator[Row]:
    """Rows with their numbers, the first being 1."""
    encoding = _encoding_of(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    first = text.readline(LONGEST_HEADING)
    if "\0" in first or len(first) == LONGEST_HEADING:
        raise Unreadable(Fault.NOT_A_TABLE)
    separator = max(SEPARATORS, key=first.count)
    text.seek(0)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_without_zeros(text), delimiter=separator, strict=True)
    width, number = 0, 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unreadable(_fault_of(error), row=number) from None
        if cells is None:
            return
        width = width or len(cells)
        if any("\n" in cell and cell.count(separator) >= width - 1 for cell in cells) and width > 1:
            raise Unreadable(Fault.OPEN_QUOTE, row=number)  # a cell that holds whole rows
        yield number, cells


def _encoding_of(file: IO[bytes]) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 where all of it is, else the one of Windows in the region."""
    start = file.read(4)
    file.seek(0)
    marked = next((encoding for mark, encoding in MARKS.items() if start.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        if _is_all(file, encoding):
            return encoding
    raise Unreadable(Fault.NOT_A_TABLE)


def _is_all(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while part := file.read(AT_ONCE):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _without_zeros(text: IO[str]) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise Unreadable(Fault.NOT_A_TABLE)
        yield line


def _fault_of(error: csv.Error) -> Fault:
    return Fault.CELL_TOO_LONG if "field larger" in str(error) else Fault.OPEN_QUOTE
