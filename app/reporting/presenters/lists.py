"""The list of reports, and what a request may choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.foundation.pagination import Page
from app.reporting.enums import ReportStatus
from app.reporting.labels import STATUS_LABELS
from app.reporting.policies import ReportReach
from app.reporting.presenters.words import months_of, quarter_in_words
from app.reporting.quarter import Quarter
from app.web.filters import day
from app.web.page_parts import Column, Link, Table, Tag, Tone

if TYPE_CHECKING:
    from app.reporting.models import DonorReport

WHOLE = "whole"
"""The value of the form's choice "whole operation", which has no country code."""

STATUS_TONES: Mapping[ReportStatus, Tone] = {
    ReportStatus.REQUESTED: "waiting",
    ReportStatus.COUNTING: "info",
    ReportStatus.READY: "due",
    ReportStatus.FAILED: "late",
}

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class ReportsPage:
    """One page of the list of reports; ``table`` is None when there are none."""

    table: Table | None


def reports_page(page: Page[DonorReport], countries: Mapping[str, str]) -> ReportsPage:
    """``countries``: names by alpha-2 code, in the reader's language."""
    if not page.rows:
        return ReportsPage(None)
    columns = [_("Report"), _("Scope"), _("Reporting period"), _("State"), _("Asked for by"), _("Asked for on")]
    rows = [_row(report, countries) for report in page.rows]
    return ReportsPage(Table(_("Reports"), [Column(title) for title in columns], rows, caption_hidden=True))


def status_tag(status: ReportStatus) -> Tag:
    return Tag(str(STATUS_LABELS[status]), STATUS_TONES[status])


def scope_name(country: str | None, countries: Mapping[str, str]) -> str:
    return str(_("Whole operation")) if country is None else countries.get(country, country)


def scope_choices(reach: ReportReach, countries: Mapping[str, str]) -> Choices:
    """The countries that the actor may ask for, and the whole operation where their grants cover all of it."""
    choices = sorted(((code, countries.get(code, code)) for code in reach.countries), key=lambda choice: choice[1])
    return [*choices, (WHOLE, str(_("Whole operation")))] if reach.offers_whole else choices


def period_choices(first: Quarter, current: Quarter) -> Choices:
    """Quarters from the present one back to the first with data."""
    return [(quarter.code, _quarter_choice(quarter, current)) for quarter in reversed(first.until(current))]


def _quarter_choice(quarter: Quarter, current: Quarter) -> str:
    words = quarter_in_words(quarter)
    return str(_("%(quarter)s, still running", quarter=words)) if quarter == current else words


def _row(report: DonorReport, countries: Mapping[str, str]) -> Sequence[object]:
    return [
        Link(report.code, url_for("reporting.show_report", report_id=report.id)),
        scope_name(report.country, countries),
        months_of(report.period_start, report.period_end),
        status_tag(ReportStatus(report.status)),
        report.requester.name if report.requester else _("Quipu, at the end of the quarter"),
        day(report.requested_at),
    ]
