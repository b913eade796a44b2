"""Making reports: one process of several transactions, each of which may be the last before the worker is killed."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
import structlog

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.transactions import transaction
from app.reporting import jobs, queries, services
from app.reporting.enums import BuildStep, ReportFormat
from app.reporting.schemas import Figures
from workers.base_task import outbox_job, outbox_process

TRY_AGAIN = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""The database is away or busy: the outbox tries again by itself. Any other fault needs somebody to look."""
STEP_OF_FORMAT = {ReportFormat.PDF: BuildStep.PDF, ReportFormat.XLSX: BuildStep.XLSX}


@outbox_process(jobs.BUILD, may=frozenset({Permission.VIEW_REPORT}))
def build_report(actor: Actor, *, report_id: str) -> None:
    """Count the figures in one snapshot, keep them, write the files; goes on from whatever is kept already."""
    report = UUID(report_id)
    try:
        _build(actor, report)
    except TRY_AGAIN:
        raise
    except Exception as error:  # whatever stopped it, the page must say so
        structlog.get_logger().error("report stopped", error=type(error).__name__)
        with transaction():
            services.fail_building(actor, report)


@outbox_job(jobs.DRAFT_ENDED_QUARTER, may=frozenset({Permission.REQUEST_REPORT}))
def draft_reports_of_ended_quarter(actor: Actor) -> None:
    services.draft_reports_of_ended_quarter(actor)


def _build(actor: Actor, report_id: UUID) -> None:
    with transaction():
        plan = services.begin_building(actor, report_id)
    if plan is None:
        return
    figures = plan.figures or _count(actor, plan)
    _write_files(actor, report_id, figures)
    with transaction():
        services.finish_building(actor, report_id)


def _count(actor: Actor, plan: services.BuildPlan) -> Figures:
    with transaction():
        queries.read_in_one_snapshot()
        figures = services.count_figures(actor, plan.scope, code=plan.code, tell=lambda step: _tell(plan.report_id, step))
    with transaction():
        return services.keep_figures(actor, plan.report_id, figures)


def _write_files(actor: Actor, report_id: UUID, figures: Figures) -> None:
    with transaction():
        missing = services.missing_files(actor, report_id)
    for file_format, language in missing:
        _tell(report_id, STEP_OF_FORMAT[file_format])
        content = services.write_file(figures, file_format, language)
        with transaction():
            services.keep_file(report_id, file_format, language, content)


def _tell(report_id: UUID, step: BuildStep) -> None:
    with db.engine.begin() as connection:
        services.note_progress(connection, report_id, step)
