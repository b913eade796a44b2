"""The report as a spreadsheet: one sheet per table, numbers as numbers, and a sheet that tells the method."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.reporting.presenters.document import ReportDocument, Section, SheetTable
from app.reporting.presenters.whole import document_of
from app.reporting.schemas import Figures
from app.web.page_parts import Table

LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(figures: Figures, language: str) -> bytes:
    """The spreadsheet in a language; the same figures give the same bytes."""
    with force_locale(language):
        return _write(document_of(figures), datetime.fromisoformat(figures["counted_at"]))


def _write(document: ReportDocument, counted_at: datetime) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"title": f"{document.title} {document.code}", "created": counted_at.replace(tzinfo=None)})
        writer = _Writer(workbook)
        writer.cover(document)
        for sheet, tables in groupby(document.tables, key=lambda table: table.sheet):
            writer.tables(sheet, list(tables), document.stamp)
        writer.method(document)
    return out.getvalue()


class _Writer:
    """Sheets of one workbook. Rows go downwards only: constant memory keeps none that was written."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.title = workbook.add_format({"bold": True, "font_size": 16, "font_color": "#0a464c"})
        self.stamp = workbook.add_format({"bold": True, "font_color": "#7a4a00", "bg_color": "#fdf0d3"})
        self.head = workbook.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": "#0a464c", "text_wrap": True, "valign": "top"}
        )
        self.text = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.bold = workbook.add_format({"bold": True})
        self.number = workbook.add_format({"num_format": "#,##0"})
        self.total = workbook.add_format({"bold": True, "num_format": "#,##0", "top": 1})

    def cover(self, document: ReportDocument) -> None:
        sheet = self._sheet(_("Summary"), widths=[44, 30])
        sheet.write_string(0, 0, document.title, self.title)
        sheet.write_string(1, 0, f"{document.scope}, {document.period}", self.bold)
        sheet.write_string(2, 0, document.stamp, self.stamp)
        row = 4
        for figure in document.figures:
            sheet.write_string(row, 0, figure.label)
            sheet.write_number(row, 1, figure.count, self.number)
            row += 1
        for name, value in document.facts:
            row += 1
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, safe_text(value))

    def tables(self, name: str, tables: Sequence[SheetTable], stamp: str) -> None:
        """One table, or several of one shape with a first column that tells them apart."""
        first = tables[0].table
        is_grouped = tables[0].group is not None
        heads = [_("Action point")] if is_grouped else []
        heads += [column.text for column in first.columns]
        sheet = self._sheet(name, widths=[46 if column == 0 else 16 for column in range(len(heads))])
        sheet.write_string(0, 0, first.caption, self.bold)
        sheet.write_string(1, 0, stamp, self.stamp)
        sheet.freeze_panes(4, 1)
        for column, head in enumerate(heads):
            sheet.write_string(3, column, safe_text(head), self.head)
        row = 4
        for table in tables:
            row = self._rows(sheet, row, table.table, [table.group] if table.group else [])
        if first.note:
            sheet.write_string(row + 1, 0, first.note)

    def method(self, document: ReportDocument) -> None:
        sheet = self._sheet(_("Method"), widths=[120])
        row = 0
        for section in document.sections:
            for style, text in _prose_of(section):
                sheet.write_string(row, 0, safe_text(text), self.bold if style == "title" else self.text)
                row += 1

    def _rows(self, sheet: Any, row: int, table: Table, lead: list[str]) -> int:
        for cells in table.rows:
            self._row(sheet, row, [*lead, *cells], self.number)
            row += 1
        if table.total:
            self._row(sheet, row, [*lead, *table.total], self.total)
            row += 1
        return row

    def _row(self, sheet: Any, row: int, cells: Sequence[Any], style: Any) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell, style)
            elif cell is not None:
                sheet.write_string(row, column, safe_text(str(cell)), self.bold if style is self.total else None)

    def _sheet(self, name: str, *, widths: Sequence[int]) -> Any:
        sheet = self.workbook.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", name)[:LONGEST_SHEET_NAME])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also not after somebody saves the sheet as CSV."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _prose_of(section: Section) -> list[tuple[str, str]]:
    prose = [("title", section.title)]
    prose += [("text", text) for text in (*section.paragraphs, *section.notes)]
    return prose + [line for part in section.parts if not part.tables for line in _prose_of(part)]
