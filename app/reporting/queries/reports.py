"""Reading reports and their files, always within the countries of the actor's grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from app.accounts.models import Office
from app.accounts.permissions import Permission
from app.accounts.queries import reach_of
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.jobs import OutboxMessage
from app.foundation.pagination import Page, paginate
from app.reporting import jobs
from app.reporting.enums import ReportFormat
from app.reporting.models import DonorReport, ReportFile
from app.reporting.policies import OUT_OF_REACH, ReportReach, check_can_see
from app.reporting.quarter import Quarter


def reach_of_reports(actor: Actor, permission: Permission = Permission.VIEW_REPORT) -> ReportReach:
    """The countries whose figures the actor's grants with ``permission`` cover."""
    covered = reach_of(actor, permission).office_ids
    offices = db.session.execute(sa.select(Office.id, Office.country)).all()
    countries = frozenset(country for office_id, country in offices if office_id in covered)
    return ReportReach(countries, is_whole=bool(offices) and all(office_id in covered for office_id, _ in offices))


def list_reports(actor: Actor, number: int | None) -> Page[DonorReport]:
    """Reports in the actor's reach with who asked for them, newest first."""
    reach = reach_of_reports(actor)
    visible: sa.ColumnElement[bool] = DonorReport.country.in_(reach.countries)
    if reach.is_whole:
        visible = sa.or_(visible, DonorReport.country.is_(None))
    select = sa.select(DonorReport).where(visible).options(joinedload(DonorReport.requester))
    return paginate(select.order_by(DonorReport.requested_at.desc(), DonorReport.id.desc()), number)


def get_report(actor: Actor, report_id: UUID, *, for_update: bool = False) -> DonorReport:
    """A report with its figures and who asked for it.

    Raises:
        NotFound: it does not exist, or covers a country outside the actor's grants.
    """
    select = sa.select(DonorReport).where(DonorReport.id == report_id)
    select = select.options(joinedload(DonorReport.requester), undefer(DonorReport.figures))
    if for_update:
        select = select.with_for_update(of=DonorReport)
    report = db.session.scalar(select.execution_options(populate_existing=for_update))
    if report is None:
        raise NotFound(OUT_OF_REACH)
    check_can_see(report.country, reach_of_reports(actor))
    return report


def lock_report(_actor: Actor, report_id: UUID) -> DonorReport | None:
    """The report for the worker that makes it, locked for this transaction; the system works on every country."""
    select = sa.select(DonorReport).where(DonorReport.id == report_id).options(undefer(DonorReport.figures))
    return db.session.scalar(select.with_for_update().execution_options(populate_existing=True))


def list_files(_actor: Actor, report: DonorReport) -> Sequence[ReportFile]:
    """The files of a report that was read in scope, without their content."""
    return db.session.scalars(sa.select(ReportFile).where(ReportFile.report_id == report.id)).all()


def get_file(_actor: Actor, report: DonorReport, file_format: ReportFormat, language: str) -> ReportFile:
    """One file, with its content, of a report that was read in scope.

    Raises:
        NotFound: the report has no such file (yet).
    """
    select = sa.select(ReportFile).options(undefer(ReportFile.content))
    same = (ReportFile.report_id == report.id, ReportFile.format == file_format, ReportFile.language == language)
    file = db.session.scalar(select.where(*same))
    if file is None:
        raise NotFound(OUT_OF_REACH)
    return file


def is_being_made(_actor: Actor, report: DonorReport) -> bool:
    """Whether a job of this report still waits, runs or will be tried again."""
    waiting = (OutboxMessage.done_at.is_(None), OutboxMessage.given_up_at.is_(None))
    asked = OutboxMessage.arguments["report_id"].astext == str(report.id)
    return bool(db.session.scalar(sa.select(sa.exists().where(OutboxMessage.job == jobs.BUILD, asked, *waiting))))


def first_quarter(_actor: Actor, country: str | None = None) -> Quarter | None:
    """The quarter of the first service ever recorded in a country or the whole operation; None before any."""
    # Whoever asks for reports sees no services; the function tells the one day and nothing else.
    day: date | None = db.session.scalar(sa.select(sa.func.quipu_first_delivery(country)))
    return Quarter.of(day) if day else None


def countries_with_offices(_actor: Actor) -> Sequence[str]:
    return db.session.scalars(sa.select(Office.country).distinct().order_by(Office.country)).all()


def today_of_country(_actor: Actor, country: str) -> date:
    """Today where the country's day ends last, so that a quarter has ended at all of its offices."""
    zones = db.session.scalars(sa.select(Office.time_zone).where(Office.country == country).distinct())
    return min(today_in(zone) for zone in zones)


def find_drafted_quarters(_actor: Actor, country: str) -> frozenset[Quarter]:
    """Quarters for which the system drafted a report of the country."""
    drafted = sa.select(DonorReport.period_start).where(DonorReport.country == country, DonorReport.requested_by.is_(None))
    return frozenset(Quarter.of(day) for day in db.session.scalars(drafted))
