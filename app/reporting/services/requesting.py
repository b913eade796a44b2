"""Asking for a report: by a person, again after a failure, or by the system when a quarter has ended."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app.accounts.permissions import Permission
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue
from app.foundation.numbering import next_number
from app.reporting import jobs, policies, queries
from app.reporting.enums import ReportStatus
from app.reporting.lifecycle import REPORT
from app.reporting.models import DonorReport
from app.reporting.quarter import Quarter

WHOLE_OPERATION = "REG"
"""Stands in a report's code where a country's two letters would."""


def request_report(actor: Actor, *, country: str | None, quarter: Quarter) -> DonorReport:
    """Ask for the report of a quarter for one country (ISO alpha-2), or for the whole operation (None).

    Raises:
        NotAllowed: the actor's role asks for no reports.
        RefusedInput: the country is not the actor's, or the quarter has not begun or lies before the first service.
    """
    reach = queries.reach_of_reports(actor, Permission.REQUEST_REPORT)
    policies.check_can_request(actor, country, reach)
    today = today_in(actor.time_zone)
    policies.check_period(quarter, first=queries.first_quarter(actor, country) or Quarter.of(today), today=today)
    report = DonorReport(
        code=_next_code(country, quarter),
        country=country,
        period_start=quarter.start,
        period_end=quarter.end,
        status=REPORT.target("request", None),
        requested_by=actor.id,
    )
    db.session.add(report)
    db.session.flush()
    audit.record(actor, "report:requested", subject_type="donor_report", subject_id=report.id)
    enqueue(jobs.BUILD, actor=actor, report_id=report.id)
    return report


def retry_report(actor: Actor, report_id: UUID) -> DonorReport:
    """Make a report again that failed, or whose job was given up; what was already counted is kept.

    Raises:
        NotFound: outside the actor's countries.
        WrongState: it is ready, or being made.
    """
    report = queries.get_report(actor, report_id, for_update=True)
    policies.check_can_retry(actor, report, is_being_made=queries.is_being_made(actor, report))
    report.status = REPORT.target("retry", ReportStatus(report.status))
    report.progress, report.progress_step = 0, None
    audit.record(actor, "report:retried", subject_type="donor_report", subject_id=report.id)
    enqueue(jobs.BUILD, actor=actor, report_id=report.id)
    return report


def draft_reports_of_ended_quarter(actor: Actor) -> list[UUID]:
    """Draft, for each country with offices, the quarter that ended, and those missed since its last draft.

    Drafting twice does nothing: the unique index of drafts holds. A country without any draft begins with the last quarter.
    """
    drafted = [
        _draft(actor, country, quarter)
        for country in queries.countries_with_offices(actor)
        for quarter in _quarters_without_draft(actor, country)
    ]
    return [report_id for report_id in drafted if report_id is not None]


def _quarters_without_draft(actor: Actor, country: str) -> list[Quarter]:
    ended = Quarter.of(queries.today_of_country(actor, country)).previous
    first = queries.first_quarter(actor, country)
    if first is None or first > ended:
        return []
    drafted = queries.find_drafted_quarters(actor, country)
    begin = max(drafted).next if drafted else ended
    return begin.until(ended)


def _draft(actor: Actor, country: str, quarter: Quarter) -> UUID | None:
    """Write the draft's row and ask for its making; None when another beat was quicker."""
    row = {
        "id": new_id(),
        "code": _next_code(country, quarter),
        "country": country,
        "period_start": quarter.start,
        "period_end": quarter.end,
        "status": REPORT.target("request", None),
        "progress": 0,
        "requested_at": now(),
    }
    written = insert(DonorReport).values(row).on_conflict_do_nothing().returning(DonorReport.id)
    report_id = db.session.scalar(written)
    if report_id is not None:
        audit.record(actor, "report:drafted", subject_type="donor_report", subject_id=report_id)
        enqueue(jobs.BUILD, actor=actor, report_id=report_id)
    return report_id


def _next_code(country: str | None, quarter: Quarter) -> str:
    series = f"{quarter.code}-{country or WHOLE_OPERATION}"
    return f"{series}-{next_number(f'report:{series}'):02d}"
