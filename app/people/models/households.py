"""Households and who belongs to them, when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.people.enums import Relation
from app.people.models.person import Person


class Household(Base):
    """People who live or travel together and share what they have."""

    __tablename__ = "household"

    code: Mapped[str] = public(unique=True)
    """``CUC-H-003120``."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"), index=True)
    created_at: Mapped[datetime] = public(default=now)

    members: Mapped[list[HouseholdMember]] = relationship(back_populates="household", lazy="raise_on_sql")


class HouseholdMember(Base):
    """A person's time in a household. Leaving sets ``left_on``; nothing is deleted."""

    __tablename__ = "household_member"
    __table_args__ = (
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="leaves_after_joining"),
        sa.Index(
            "uq_household_member_present_head",
            "household_id",
            unique=True,
            postgresql_where=sa.text("relation = 'head' AND left_on IS NULL"),
        ),
        sa.Index("uq_household_member_present_person", "person_id", unique=True, postgresql_where=sa.text("left_on IS NULL")),
        part_of("person"),
    )

    household_id: Mapped[UUID] = public(sa.ForeignKey("household.id"), index=True)
    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    relation: Mapped[Relation] = identity(enum_text(Relation, name="relation"))
    joined_on: Mapped[date] = case_fact()
    left_on: Mapped[date | None] = case_fact()

    household: Mapped[Household] = relationship(back_populates="members", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
