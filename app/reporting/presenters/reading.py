"""The page of a report that is ready: the document, and the ways to take it along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import url_for
from flask_babel import gettext as _

from app.reporting.enums import ReportFormat, ReportStatus
from app.reporting.labels import FORMAT_LABELS
from app.reporting.presenters.document import ReportDocument
from app.reporting.presenters.lists import status_tag
from app.reporting.presenters.whole import document_of
from app.reporting.schemas import Figures
from app.web.filters import number
from app.web.languages import LANGUAGES
from app.web.page_parts import Action, Figure, Link, SummaryRow, Tag

if TYPE_CHECKING:
    from app.reporting.models import DonorReport


@dataclass(frozen=True)
class ReportPage:
    """``title`` is the h1: what, where, when. ``other_languages``: the files in the languages that the reader does not read."""

    title: str
    status: Tag
    document: ReportDocument
    figures: Sequence[Figure]
    facts: Sequence[SummaryRow]
    downloads: Sequence[Action]
    other_languages: Sequence[Link]


def report_page(report: DonorReport) -> ReportPage:
    document = document_of(cast("Figures", report.figures))
    return ReportPage(
        title=f"{document.title}: {document.scope}, {document.period}",
        status=status_tag(ReportStatus(report.status)),
        document=document,
        figures=[Figure(number(figure.count), figure.label, detail=figure.detail) for figure in document.figures],
        facts=[SummaryRow(name, value) for name, value in document.facts],
        downloads=[_download(report, file_format, document.language) for file_format in ReportFormat],
        other_languages=_in_other_languages(report, document.language),
    )


def _download(report: DonorReport, file_format: ReportFormat, language: str) -> Action:
    return Action(_("Download %(format)s", format=FORMAT_LABELS[file_format]), _file_url(report, file_format, language))


def _in_other_languages(report: DonorReport, language: str) -> list[Link]:
    return [
        Link(f"{file_format.value.upper()}, {name}", _file_url(report, file_format, code))
        for code, name in LANGUAGES.items()
        if code != language
        for file_format in ReportFormat
    ]


def _file_url(report: DonorReport, file_format: ReportFormat, language: str) -> str:
    return url_for("reporting.download", report_id=report.id, language=language, file_format=file_format.value)
