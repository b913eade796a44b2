"""Tables as spreadsheets and as text. A cell that a spreadsheet would take for a formula is marked as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from app.imports.enums import TableFormat

MEDIA_TYPES = {
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.CSV: "text/csv",
}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"
SEPARATOR = ";"
"""What spreadsheets in the region expect."""
MOST_IN_A_SHEET = 1_048_575


def write(table_format: TableFormat, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return write_xlsx(heading, rows) if table_format is TableFormat.XLSX else write_csv(heading, rows)


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATOR)
    writer.writerow(heading)
    writer.writerows([marked(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    with _workbook(out) as workbook:
        write_sheet(workbook, "1", heading, rows)
    return out.getvalue()


def write_sheet(workbook: Any, name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Any:
    """Add a sheet whose cells are all text, so that a leading zero stays; gives it."""
    sheet, text = workbook.add_worksheet(name), workbook.add_format({"num_format": "@"})
    head = workbook.add_format(
        {"bold": True, "font_color": "#ffffff", "bg_color": "#0a464c", "text_wrap": True, "num_format": "@"}
    )
    sheet.set_column(0, max(0, len(heading) - 1), 20, text)
    sheet.freeze_panes(1, 0)
    for at, words in enumerate(heading):
        sheet.write_string(0, at, words, head)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if cell:
                sheet.write_string(number, at, marked(cell), text)
    return sheet


def marked(cell: str) -> str:
    """The cell with a mark where a spreadsheet would work it out; ``unmarked`` takes it off again."""
    return MARK + cell if cell.startswith(STARTS_A_FORMULA) else cell


def unmarked(cell: str) -> str:
    return cell.removeprefix(MARK) if cell[:1] == MARK and cell[1:].startswith(STARTS_A_FORMULA) else cell


def workbook_options() -> dict[str, Any]:
    return {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def _workbook(out: io.BytesIO) -> Any:
    import xlsxwriter

    return xlsxwriter.Workbook(out, workbook_options())
