"""Opening a report and handing out its files; each writes who did it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.reporting import queries
from app.reporting.enums import ReportFormat, ReportStatus
from app.reporting.models import DonorReport

MEDIA_TYPES = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Download:
    """A file as a browser gets it; the name holds the report's code and nothing else."""

    name: str
    media_type: str
    content: bytes


def open_report(actor: Actor, report_id: UUID) -> DonorReport:
    """Read a report for its page.

    Raises:
        NotFound: it does not exist, or covers a country outside the actor's grants.
    """
    report = queries.get_report(actor, report_id)
    if report.status == ReportStatus.READY:
        audit.record(actor, "report:opened", subject_type="donor_report", subject_id=report.id)
    return report


def download_file(actor: Actor, report_id: UUID, file_format: ReportFormat, language: str) -> Download:
    """Give one file of a report out.

    Raises:
        NotFound: outside the actor's countries, or not written.
    """
    report = queries.get_report(actor, report_id)
    file = queries.get_file(actor, report, file_format, language)
    audit.record(
        actor, "report:downloaded", subject_type="donor_report", subject_id=report.id, fields=[file_format.value, language]
    )
    return Download(f"{report.code}-{language}.{file_format.value}", MEDIA_TYPES[file_format], file.content)
