"""The audit table. The database refuses to change or delete its rows (trigger and grants, see the first migration)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.actor import ActorKind
from app.foundation.clock import now
from app.foundation.columns import enum_text, public
from app.foundation.database import Base


class AuditEvent(Base):
    """One reading of a file, one change, or one list or search with its count."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.Index("ix_audit_event_subject", "subject_type", "subject_id", "occurred_at"),
        sa.Index("ix_audit_event_actor", "actor_id", "occurred_at"),
        sa.Index("ix_audit_event_occurred_at", "occurred_at"),
    )

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
    fields: Mapped[list[str]] = public(default=list)
    """Names of the fields that were changed or shown; never their values."""
    count: Mapped[int | None] = public()
    """How many rows a list or a search gave."""
    request_id: Mapped[str | None] = public()
    """Joins the rows of one request with its log lines."""
