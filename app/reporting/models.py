"""Donor reports, their kept figures, and the files written from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, public
from app.foundation.database import Base
from app.reporting.enums import BuildStep, ReportFormat, ReportStatus
from app.reporting.quarter import Quarter


class DonorReport(Base):
    """One report of one period for one country (or the whole operation), as it was counted at ``counted_at``."""

    __tablename__ = "donor_report"
    __table_args__ = (
        sa.CheckConstraint("period_end >= period_start", name="period_runs_forward"),
        sa.CheckConstraint("status <> 'ready' OR figures IS NOT NULL", name="ready_has_figures"),
        sa.CheckConstraint(
            "num_nonnulls(figures, figures_digest, counted_at) IN (0, 3)", name="figures_come_with_digest_and_cut_off"
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_percent"),
        sa.Index(
            "uq_donor_report_drafted",
            "country",
            "period_start",
            "period_end",
            unique=True,
            postgresql_where=sa.text("requested_by IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        sa.Index("ix_donor_report_requested_at", "requested_at"),
    )

    code: Mapped[str] = public(unique=True)
    """``2026-T3-CO-01``: period, scope, running number."""
    country: Mapped[str | None] = public(sa.String(2))
    """ISO 3166-1 alpha-2; None for the whole operation."""
    period_start: Mapped[date] = public()
    period_end: Mapped[date] = public()
    status: Mapped[ReportStatus] = public(enum_text(ReportStatus, name="status"), default=ReportStatus.REQUESTED)
    progress: Mapped[int] = public(default=0)
    """Percent of the steps that are done; a hint for the reader, the status is the truth."""
    progress_step: Mapped[BuildStep | None] = public(enum_text(BuildStep, name="progress_step"))
    requested_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """None when the beat job drafted it."""
    requested_at: Mapped[datetime] = public(default=now)
    counted_at: Mapped[datetime | None] = public()
    """Cut-off: what was recorded later is not in the figures."""
    figures: Mapped[dict[str, Any] | None] = public(deferred=True)
    """All figures as one document (``schemas.py``), the single source of page, PDF and XLSX; written once."""
    figures_digest: Mapped[str | None] = public()
    """SHA-256 of the figures in canonical JSON, printed on every form."""

    requester: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.period_start)


class ReportFile(Base):
    """A file written from a report's figures. Kept in the database: it commits with the report and is backed up with it."""

    __tablename__ = "report_file"
    __table_args__ = (sa.UniqueConstraint("report_id", "format", "language"),)

    report_id: Mapped[UUID] = public(sa.ForeignKey("donor_report.id"))
    format: Mapped[ReportFormat] = public(enum_text(ReportFormat, name="format"))
    language: Mapped[str] = public(sa.String(2))
    content: Mapped[bytes] = public(sa.LargeBinary, deferred=True)
    made_at: Mapped[datetime] = public(default=now)
