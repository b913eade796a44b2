"""Requests to erase a person. They outlive what they erased, and hold codes and counts only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office
from app.data_protection.enums import ErasureReason, ErasureState
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
