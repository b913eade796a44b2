"""The report as a PDF: the same document, laid out by Typst, tagged so that screen readers can read it (PDF/UA-1)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.reporting.presenters.document import ReportDocument, Section
from app.reporting.presenters.whole import document_of
from app.reporting.schemas import Figures
from app.web.filters import number
from app.web.page_parts import BarChart, Table
from app.web.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "donor_report.typ"


def write_pdf(figures: Figures, language: str) -> bytes:
    """The PDF in a language; the same figures give the same bytes."""
    with force_locale(language):
        report = pdf_data(document_of(figures))
    return typeset(TEMPLATE, "report", report, made_at=datetime.fromisoformat(figures["counted_at"]))


def pdf_data(document: ReportDocument) -> dict[str, Any]:
    """What the template needs, all words and numbers as the reader reads them."""
    return {
        "language": document.language,
        "title": document.title,
        "scope": document.scope,
        "period": document.period,
        "stamp": document.stamp,
        "code": document.code,
        "page": _("page"),
        "of": _("of"),
        "figures": [
            {"value": number(figure.count), "label": figure.label, "detail": figure.detail} for figure in document.figures
        ],
        "facts": [list(fact) for fact in document.facts],
        "sections": [_section(section) for section in document.sections],
        "digest": document.digest,
        "cut_off": document.cut_off,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "paragraphs": list(section.paragraphs),
        "charts": [_chart(chart) for chart in section.charts],
        "tables": [_table(sheet.table) for sheet in section.tables],
        "parts": [_section(part) for part in section.parts],
        "notes": list(section.notes),
    }


def _chart(chart: BarChart) -> dict[str, Any]:
    bars = [{"label": bar.label, "text": bar.text, "share": bar.value / chart.longest} for bar in chart.bars]
    return {
        "title": chart.title,
        "bars": bars,
        "unit": chart.unit,
        "words": "; ".join(f"{bar.label}: {bar.text}" for bar in chart.bars),
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": None if table.caption_hidden else table.caption,
        "columns": [{"text": column.text, "kind": column.kind} for column in table.columns],
        "rows": [[cell_text(cell) for cell in row] for row in table.rows],
        "total": [cell_text(cell) for cell in table.total] if table.total else None,
        "note": table.note,
    }


def cell_text(cell: Any) -> str:
    if cell is None:
        return "–"
    return number(cell) if isinstance(cell, int) else str(cell)
