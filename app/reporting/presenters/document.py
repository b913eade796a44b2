"""The report as a document: sections with paragraphs, charts and tables, the same for page, PDF and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.page_parts import BarChart, Table


@dataclass(frozen=True)
class SummaryFigure:
    """One of the numbers at the top. ``detail`` says of how many, where that helps."""

    count: int
    label: str
    detail: str | None = None


@dataclass(frozen=True)
class SheetTable:
    """A table of figures. In the spreadsheet it has the sheet ``sheet``; ``group`` leads its rows where tables share one."""

    sheet: str
    table: Table
    group: str | None = None


@dataclass(frozen=True)
class Section:
    """A part of the report with its heading; ``notes`` stand under the tables, ``parts`` after them."""

    key: str
    title: str
    paragraphs: Sequence[str] = ()
    charts: Sequence[BarChart] = ()
    tables: Sequence[SheetTable] = ()
    parts: Sequence[Section] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class ReportDocument:
    """A whole report in one language. ``facts`` are pairs of a name and a value."""

    language: str
    title: str
    scope: str
    period: str
    stamp: str
    code: str
    figures: Sequence[SummaryFigure]
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    cut_off: str
    digest: str

    @property
    def tables(self) -> list[SheetTable]:
        """All tables, in the order of reading."""
        return [table for section in self.sections for table in _tables_of(section)]


def _tables_of(section: Section) -> list[SheetTable]:
    return [*section.tables, *(table for part in section.parts for table in _tables_of(part))]
