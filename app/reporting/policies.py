"""Who may see, ask for and repeat a report, and for which periods. Pure rules in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.reporting.enums import ReportStatus
from app.reporting.lifecycle import REPORT
from app.reporting.models import DonorReport
from app.reporting.quarter import Quarter

OUT_OF_REACH = _l("There is no such report in your countries. Look it up in the list of reports.")


@dataclass(frozen=True)
class ReportReach:
    """Whose figures a right covers: countries with an office in its grants, and whether those are all offices there are."""

    countries: frozenset[str] = frozenset()
    is_whole: bool = False

    def covers(self, country: str | None) -> bool:
        """``country`` is ISO alpha-2, None for the whole operation."""
        return self.is_whole if country is None else country in self.countries

    @property
    def offers_whole(self) -> bool:
        """Whether the whole operation is more than the one country."""
        return self.is_whole and len(self.countries) > 1


def check_can_see(country: str | None, reach: ReportReach) -> None:
    if not reach.covers(country):
        raise NotFound(OUT_OF_REACH)


def check_can_request(actor: Actor, country: str | None, reach: ReportReach) -> None:
    if not actor.may(Permission.REQUEST_REPORT):
        raise NotAllowed(_l("Only reporting officers ask for reports. Ask the reporting officer of your operation."))
    if not reach.covers(country):
        raise RefusedInput(_l("Choose one of the countries of your offices."), "country")


def check_period(quarter: Quarter, *, first: Quarter, today: date) -> None:
    """A report covers a quarter that has begun and in which the operation already recorded services."""
    if quarter > Quarter.of(today):
        raise RefusedInput(_l("This quarter has not begun yet. Choose the current quarter or an earlier one."), "quarter")
    if quarter < first:
        raise RefusedInput(_l("No service was recorded so early. Choose a later quarter."), "quarter")


def can_retry(actor: Actor, report: DonorReport, *, is_being_made: bool) -> bool:
    return (
        actor.may(Permission.REQUEST_REPORT)
        and not is_being_made
        and REPORT.allows("retry", ReportStatus(report.status))
    )  # fmt: skip


def check_can_retry(actor: Actor, report: DonorReport, *, is_being_made: bool) -> None:
    if not actor.may(Permission.REQUEST_REPORT):
        raise NotAllowed(_l("Only reporting officers ask for reports. Ask the reporting officer of your operation."))
    if not can_retry(actor, report, is_being_made=is_being_made):
        raise WrongState(_l("The report is being made or is ready. Open it again to see how far it is."))
