"""The audit tables. The database refuses to change or delete rows of the trail and its seals (triggers and grants)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped

from app.audit.enums import AlertKind, AlertOutcome
from app.foundation.actor import ActorKind
from app.foundation.clock import now
from app.foundation.columns import enum_text, narrative, public
from app.foundation.database import Base


class AuditEvent(Base):
    """One reading of a file, one change, or one list or search with its count."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.Index("ix_audit_event_subject", "subject_type", "subject_id", "occurred_at"),
        sa.Index("ix_audit_event_actor", "actor_id", "occurred_at"),
        sa.Index("ix_audit_event_occurred_at", "occurred_at"),
        sa.Index("ix_audit_event_transaction", "era", "transaction_id"),
    )

    # What the database fills in is not asked back: who writes a row may mostly not read it.
    __mapper_args__ = {"eager_defaults": False}

    occurred_at: Mapped[datetime] = public(default=now)
    actor_kind: Mapped[ActorKind] = public(enum_text(ActorKind, name="actor_kind"))
    actor_id: Mapped[UUID | None] = public()
    """User or partner link; None for a system actor."""
    system_name: Mapped[str | None] = public()
    """Name of the system actor, such as ``referrals.send``; None for people."""
    action: Mapped[str] = public()
    """``noun:past``, such as ``person:opened``."""
    subject_type: Mapped[str | None] = public()
    subject_id: Mapped[UUID | None] = public()
    office_id: Mapped[UUID | None] = public()
    """The office of the record; of a restricted one its own id, so that no list of an office holds the row."""
    fields: Mapped[list[str]] = public(default=list)
    """Names of the fields that were changed or shown; never their values."""
    count: Mapped[int | None] = public()
    """How many rows a list or a search gave."""
    request_id: Mapped[str | None] = public()
    """Joins the rows of one request with its log lines."""
    transaction_id: Mapped[int] = public(sa.BigInteger, server_default=sa.text("pg_current_xact_id()::text::bigint"))
    """Transaction that wrote the row, said by the database; 0 in rows older than this column."""
    era: Mapped[int] = public(server_default=sa.text("1"))
    """Counts up with each restore, after which transaction ids start again; 0 in rows older than this column."""


class AuditSeal(Base):
    """A signed Merkle root over the rows of one range of transactions; only the role ``app_audit`` adds one."""

    __tablename__ = "audit_seal"
    __table_args__ = (sa.CheckConstraint("from_transaction <= to_transaction", name="range"),)

    format: Mapped[int] = public()
    """Which columns a leaf is made of, and how the seal is written (``app/audit/sealing``)."""
    number: Mapped[int] = public(sa.BigInteger, unique=True)
    cluster: Mapped[str] = public()
    """PostgreSQL's system identifier: tells a restore into another server."""
    era: Mapped[int] = public()
    from_transaction: Mapped[int] = public(sa.BigInteger)
    to_transaction: Mapped[int] = public(sa.BigInteger)
    """First transaction that is not in the range."""
    next_transaction: Mapped[int] = public(sa.BigInteger)
    """First transaction that had not begun when the seal was made: what it wrote was written after ``sealed_at``."""
    row_count: Mapped[int] = public(sa.BigInteger)
    root: Mapped[bytes] = public()
    previous: Mapped[bytes] = public()
    """SHA-256 of the seal before."""
    sealed_at: Mapped[datetime] = public()
    key_id: Mapped[str] = public()
    signature: Mapped[bytes] = public()


class AuditAlert(Base):
    """Something unusual in the trail that a person has to look at."""

    __tablename__ = "audit_alert"
    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(reviewed_at, reviewed_by, outcome, review) IN (0, 4)", name="reviewed_whole"),
        postgresql.ExcludeConstraint(
            (sa.column("kind"), "="),
            (sa.column("actor_id"), "="),
            (sa.func.tstzrange(sa.column("window_started_at"), sa.column("window_ended_at")), "&&"),
            name="ex_audit_alert_window",
        ),
        sa.Index("ix_audit_alert_open", "raised_at", postgresql_where=sa.text("reviewed_at IS NULL")),
    )

    kind: Mapped[AlertKind] = public(enum_text(AlertKind, name="kind"))
    actor_id: Mapped[UUID] = public()
    """User or partner link who did it; of refused sign-ins the user whose account was tried."""
    office_id: Mapped[UUID | None] = public()
    """Where the actor's rows stand: decides who looks at the alert."""
    window_started_at: Mapped[datetime] = public()
    window_ended_at: Mapped[datetime] = public()
    count: Mapped[int] = public()
    """How many there were when the alert was raised."""
    raised_at: Mapped[datetime] = public(default=now)
    mail_attempted_at: Mapped[datetime | None] = public()
    mailed_at: Mapped[datetime | None] = public()
    reviewed_at: Mapped[datetime | None] = public()
    reviewed_by: Mapped[UUID | None] = public()
    outcome: Mapped[AlertOutcome | None] = public(enum_text(AlertOutcome, name="outcome"))
    review: Mapped[str | None] = narrative()
    """What was found, in the reviewer's words."""
