"""The page of a report that is still being made, or whose making stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.reporting.enums import BuildStep, ReportStatus
from app.reporting.labels import STEP_LABELS
from app.reporting.presenters.lists import scope_name
from app.reporting.presenters.words import months_of
from app.web.page_parts import Action, Progress

if TYPE_CHECKING:
    from app.reporting.models import DonorReport

STEPS = tuple(BuildStep)


@dataclass(frozen=True)
class MakingPage:
    """``retry`` is offered when nothing works on the report any more and the reader may ask for another try."""

    title: str
    code: str
    progress: Progress
    is_stopped: bool
    retry: Action | None


def making_page(report: DonorReport, countries: Mapping[str, str], *, can_retry: bool) -> MakingPage:
    is_stopped = report.status == ReportStatus.FAILED
    retry = Action(_("Make the report again"), url_for("reporting.retry_report", report_id=report.id), method="post")
    return MakingPage(
        title=report_title(report, countries),
        code=report.code,
        progress=Progress(
            words=_words(report),
            url=url_for("reporting.show_report", report_id=report.id),
            done=STEPS.index(BuildStep(report.progress_step)) if report.progress_step else 0,
            total=len(STEPS),
            finished=report.status == ReportStatus.READY,
        ),
        is_stopped=is_stopped,
        retry=retry if can_retry else None,
    )


def report_title(report: DonorReport, countries: Mapping[str, str]) -> str:
    scope = scope_name(report.country, countries)
    return str(_("Donor report: %(scope)s, %(period)s", scope=scope, period=months_of(report.period_start, report.period_end)))


def _words(report: DonorReport) -> str:
    if report.progress_step is not None:
        return str(STEP_LABELS[BuildStep(report.progress_step)])
    return str(_("Waiting for a free place to count"))
