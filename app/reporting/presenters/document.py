"""The report as a document: sections with paragraphs, charts and tables, the same for page, PDF and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.reporting.presenters.words import cut_off_in_words, months_of, scope_in_words, stamp
from app.reporting.schemas import Figures, digest_of
from app.web.page_parts import BarChart, Figure, Table


@dataclass(frozen=True)
class SheetTable:
    """A table of figures. In the spreadsheet it has the sheet ``sheet``; ``group`` leads its rows where tables share one."""

    sheet: str
    table: Table
    group: str | None = None


@dataclass(frozen=True)
class Section:
    """A part of the report with its heading. ``note`` stands under the tables."""

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
    figures: Sequence[Figure]
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    cut_off: str
    digest: str

    @property
    def tables(self) -> list[SheetTable]:
        """All tables, in the order of reading."""
        return [table for section in self.sections for table in _tables_of(section)]


def document_of(figures: Figures) -> ReportDocument:
    """Read the kept figures aloud in the language of the moment."""
    from app.reporting.presenters.method import method_section
    from app.reporting.presenters.sections import content_sections, summary_figures
    from app.reporting.presenters.words import reader_language

    period = figures["period"]
    digest = digest_of(figures)
    return ReportDocument(
        language=reader_language(),
        title=_("Donor report"),
        scope=scope_in_words(figures),
        period=months_of(date.fromisoformat(period["start"]), date.fromisoformat(period["end"])),
        stamp=stamp(),
        code=figures["code"],
        figures=summary_figures(figures),
        facts=_facts(figures, digest),
        sections=[*content_sections(figures), method_section(figures)],
        cut_off=cut_off_in_words(figures["counted_at"]),
        digest=digest,
    )


def _facts(figures: Figures, digest: str) -> list[tuple[str, str]]:
    state = _("Complete quarter") if figures["period"]["is_complete"] else _("Quarter still running at the cut-off")
    return [
        (_("Code"), figures["code"]),
        (_("Reporting period"), f"{figures['period']['quarter']} · {state}"),
        (_("Offices"), str(figures["scope"]["offices"])),
        (_("Cut-off"), cut_off_in_words(figures["counted_at"])),
        (_("Digest of the figures (SHA-256)"), digest),
    ]


def _tables_of(section: Section) -> list[SheetTable]:
    inner: list[Any] = [table for part in section.parts for table in _tables_of(part)]
    return [*section.tables, *inner]
