"""Need to know: who was named for a restricted file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.enums import RestrictedKind
from app.accounts.models.users import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, public, restricted
from app.foundation.database import Base
from app.foundation.encryption import SealedText


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


class Restriction(Base):
    """One time during which a person or a case existed only for those who need to know it, and why.

    The restriction of a person's whole file brings one for each of their cases, which has no words of its own.
    """

    __tablename__ = "restriction"
    __table_args__ = (
        sa.Index("uq_restriction_in_force", "record_id", unique=True, postgresql_where=sa.text("ended_at IS NULL")),
        sa.CheckConstraint("num_nonnulls(came_with, reason_sealed) = 1", name="has_a_reason"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    record_kind: Mapped[RestrictedKind] = public(enum_text(RestrictedKind, name="record_kind"))
    record_id: Mapped[UUID] = public()
    """The person's or case's id."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    came_with: Mapped[UUID | None] = public(sa.ForeignKey("restriction.id"), index=True)
    """The restriction of the person that brought this one of a case."""
    reason = SealedText(restricted, under="record_id")
    why_few = SealedText(restricted, under="record_id")
    """Why fewer than two people see it, or nobody who supervises the office."""
    restricted_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    restricted_at: Mapped[datetime] = public(default=now)
    ended_at: Mapped[datetime | None] = public()
    ended_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    end_reason = SealedText(restricted, under="record_id")

    restrictor: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[restricted_by])
