"""Need to know: who was named for a restricted file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.enums import RestrictedKind
from app.accounts.models.users import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, public
from app.foundation.database import Base


class NeedToKnow(Base):
    """One user's need to know one restricted person or case; for everybody else that record does not exist.

    It opens the record only where the user's role covers the record's office as well.
    """

    __tablename__ = "need_to_know"
    __table_args__ = (
        sa.Index("uq_need_to_know_in_force", "record_id", "user_id", unique=True, postgresql_where=sa.text("ended_at IS NULL")),
        sa.Index("ix_need_to_know_user", "user_id", postgresql_where=sa.text("ended_at IS NULL")),
    )

    record_kind: Mapped[RestrictedKind] = public(enum_text(RestrictedKind, name="record_kind"))
    record_id: Mapped[UUID] = public()
    """The person's or case's id, which is its scope while it is restricted. No foreign key: two tables hold such records."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    """The record's office."""
    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    given_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    given_at: Mapped[datetime] = public(default=now)
    ended_at: Mapped[datetime | None] = public()
    ended_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
