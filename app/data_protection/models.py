"""Requests to erase, and what the schedule erases or a hold keeps. They outlive the files, and have codes and counts only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office, User
from app.data_protection.enums import ErasureReason, ErasureState, HoldReason, RetentionKind
from app.foundation.clock import now
from app.foundation.columns import enum_text, part_of, public, scope_of_owner
from app.foundation.database import Base


class ErasureRequest(Base):
    """One request, with who asked and who decided: never the same person."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        sa.CheckConstraint("decided_by <> requested_by", name="two_people"),
        sa.CheckConstraint(
            "num_nonnulls(decided_by, decided_at) = CASE state WHEN 'requested' THEN 0 ELSE 2 END", name="decided_by_somebody"
        ),
        sa.CheckConstraint("(settled_at IS NULL) = (state IN ('requested', 'approved', 'refused'))", name="settled"),
        sa.Index(
            "uq_erasure_request_once",
            "person_id",
            unique=True,
            postgresql_where=sa.text("state IN ('requested', 'approved', 'done')"),
        ),
        sa.Index("ix_erasure_request_office", "office_id", "requested_at"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    person_code: Mapped[str] = public()
    """Kept here for who decides: they see no file."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    reason: Mapped[ErasureReason] = public(enum_text(ErasureReason, name="reason"))
    state: Mapped[ErasureState] = public(enum_text(ErasureState, name="state"), default=ErasureState.REQUESTED)
    cases: Mapped[int] = public()
    """As many as who asked could see; once it is done, as many as were erased. So are the next three."""
    referrals: Mapped[int] = public()
    documents: Mapped[int] = public()
    attachments: Mapped[int] = public()
    requested_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    requested_at: Mapped[datetime] = public(default=now)
    decided_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = public()
    settled_at: Mapped[datetime | None] = public()
    """When the job had erased it, or had found work still open."""

    office: Mapped[Office] = relationship(lazy="raise_on_sql")

    @property
    def audit_office_id(self) -> UUID:
        """Under what its audit rows are listed: the office, or for a restricted file its own id, as with the person."""
        return self.person_id if self.scope_id == self.person_id else self.office_id


class RetentionPeriod(Base):
    """How long an organisation keeps one kind of record in one country, where it has replaced the starting value."""

    __tablename__ = "retention_period"
    __table_args__ = (
        sa.UniqueConstraint("country", "kind"),
        sa.CheckConstraint("months BETWEEN 12 AND 600", name="months_are_plausible"),
    )

    country: Mapped[str] = public(sa.String(2))
    """ISO 3166-1 alpha-2, as offices have it."""
    kind: Mapped[RetentionKind] = public(enum_text(RetentionKind, name="kind"))
    months: Mapped[int] = public()
    """After the work with the person ended."""
    set_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    set_at: Mapped[datetime] = public(default=now)

    setter: Mapped[User] = relationship(lazy="raise_on_sql")


class RetentionHold(Base):
    """Why nothing of a person's file is erased for now, by whom, and until when."""

    __tablename__ = "retention_hold"
    __table_args__ = (
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
        # The code tells apart what was held before two files became one.
        sa.Index(
            "uq_retention_hold_once",
            "person_id",
            "person_code",
            "reason",
            unique=True,
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
        sa.Index("ix_retention_hold_office_id", "office_id"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    person_code: Mapped[str] = public()
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    reason: Mapped[HoldReason] = public(enum_text(HoldReason, name="reason"))
    held_until: Mapped[date] = public()
    """The last day on which it holds."""
    set_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    set_at: Mapped[datetime] = public(default=now)
    lifted_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None] = public()

    setter: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[set_by])
    lifter: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[lifted_by])


class ScheduledErasure(Base):
    """What the schedule will erase, or has erased: planned and settled by a job, and never by hand."""

    __tablename__ = "scheduled_erasure"
    __table_args__ = (
        sa.UniqueConstraint("kind", "record_id"),
        sa.Index("ix_scheduled_erasure_to_do", "erase_on", postgresql_where=sa.text("settled_at IS NULL")),
        sa.Index("ix_scheduled_erasure_office_id", "office_id", "erase_on"),
    )

    kind: Mapped[RetentionKind] = public(enum_text(RetentionKind, name="kind"))
    record_id: Mapped[UUID] = public()
    """The person's or case's id."""
    person_id: Mapped[UUID] = public(sa.ForeignKey("person.id"), index=True)
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    code: Mapped[str] = public()
    person_code: Mapped[str] = public()
    """The same for a whole file; of a case, its person's: what a hold is set by."""
    months: Mapped[int] = public()
    """The period by which it is due."""
    due_on: Mapped[date] = public()
    """When the period was over."""
    planned_on: Mapped[date] = public()
    """From when on it stood on the page."""
    erase_on: Mapped[date] = public()
    """Not before somebody had a month to see it coming."""
    seen_at: Mapped[datetime] = public()
    """When the job last found it due; a plan that is not found again is dropped."""
    settled_at: Mapped[datetime | None] = public()

    office: Mapped[Office] = relationship(lazy="raise_on_sql")
