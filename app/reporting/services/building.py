"""Making a report in steps, each of which may be the last before a worker is killed.

Counting happens in one snapshot and is kept at once; each file is kept as soon as it is written; a repeated step finds
its result there and leaves it. The report's row is locked in every step that writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import product
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.reporting import presenters, queries
from app.reporting.enums import BuildStep, ReportFormat, ReportStatus
from app.reporting.lifecycle import REPORT
from app.reporting.measures import ReportScope
from app.reporting.models import DonorReport, ReportFile
from app.reporting.schemas import Figures, digest_of

LANGUAGES = ("es", "en", "pt")
"""Every report is written in all languages of the interface: whoever downloads it later waits for nothing."""

_STEPS = tuple(BuildStep)


@dataclass(frozen=True)
class BuildPlan:
    """What is to be made; ``figures`` are those that an earlier, interrupted making kept."""

    report_id: UUID
    code: str
    scope: ReportScope
    figures: Figures | None


def begin_building(actor: Actor, report_id: UUID) -> BuildPlan | None:
    """Take the report in hand; None when there is nothing (more) to do."""
    report = queries.lock_report(actor, report_id)
    if report is None or not REPORT.allows("begin", ReportStatus(report.status)):
        return None
    report.status = REPORT.target("begin", ReportStatus(report.status))
    scope = ReportScope(report.country, report.period_start, report.period_end)
    return BuildPlan(report.id, report.code, scope, report.figures)  # type: ignore[arg-type] # written by keep_figures only


def note_progress(connection: sa.Connection, report_id: UUID, step: BuildStep) -> None:
    """Write which step is under way, on a connection of its own: the counting transaction shows nothing until it ends."""
    done = {"progress": 100 * _STEPS.index(step) // len(_STEPS), "progress_step": step}
    counting = sa.and_(DonorReport.id == report_id, DonorReport.status == ReportStatus.COUNTING)
    connection.execute(sa.update(DonorReport).where(counting).values(done))


def keep_figures(actor: Actor, report_id: UUID, figures: Figures) -> Figures:
    """Keep the figures for good; figures that were kept before stay, and are given back."""
    report = queries.lock_report(actor, report_id)
    if report is None:
        return figures
    if report.figures is None:
        report.figures = dict(figures)
        report.figures_digest = digest_of(figures)
        report.counted_at = datetime.fromisoformat(figures["counted_at"])
    return report.figures  # type: ignore[return-value] # the column holds what this function wrote


def missing_files(actor: Actor, report_id: UUID) -> list[tuple[ReportFormat, str]]:
    """Formats and languages that are still to be written, in the order of the steps."""
    report = queries.lock_report(actor, report_id)
    written = {(file.format, file.language) for file in queries.list_files(actor, report)} if report else set()
    return [pair for pair in product(ReportFormat, LANGUAGES) if pair not in written]


def write_file(figures: Figures, file_format: ReportFormat, language: str) -> bytes:
    """The file in a language, from nothing but the figures; needs no transaction."""
    writers = {ReportFormat.PDF: presenters.write_pdf, ReportFormat.XLSX: presenters.write_xlsx}
    return writers[file_format](figures, language)


def keep_file(report_id: UUID, file_format: ReportFormat, language: str, content: bytes) -> None:
    """Keep a file unless it is kept already."""
    row = {
        "id": new_id(),
        "report_id": report_id,
        "format": file_format,
        "language": language,
        "content": content,
        "made_at": now(),
    }
    db.session.execute(insert(ReportFile).values(row).on_conflict_do_nothing())


def finish_building(actor: Actor, report_id: UUID) -> None:
    report = queries.lock_report(actor, report_id)
    if report is None or report.status == ReportStatus.READY:
        return
    report.status = REPORT.target("finish", ReportStatus(report.status))
    report.progress, report.progress_step = 100, None
    audit.record(actor, "report:made", subject_type="donor_report", subject_id=report.id)


def fail_building(actor: Actor, report_id: UUID) -> None:
    """Say that the making stopped; a person may ask for another try, which goes on from what is kept."""
    report = queries.lock_report(actor, report_id)
    if report is None or not REPORT.allows("fail", ReportStatus(report.status)):
        return
    report.status = REPORT.target("fail", ReportStatus(report.status))
    audit.record(actor, "report:failed", subject_type="donor_report", subject_id=report.id)
