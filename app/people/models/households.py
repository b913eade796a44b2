"""Households and who belongs to them, when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.people.enums import HouseholdAct, HouseholdStep, Relation
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
    """A person's time in a household. Leaving sets ``left_on``; nothing is deleted, what was a mistake is set aside."""

    __tablename__ = "household_member"
    __table_args__ = (
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="leaves_after_joining"),
        sa.CheckConstraint("set_aside_at IS NULL OR left_on IS NOT NULL", name="set_aside_is_past"),
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
    set_aside_at: Mapped[datetime | None] = public()
    """When it was found that the person never belonged here; ``left_on`` is set too."""

    household: Mapped[Household] = relationship(back_populates="members", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])


class HouseholdEvent(Base):
    """What changed for one person in a household: when it was so, and when and by whom it was written down.

    What was recorded together, such as a split, shares an ``act_id``. A row belongs to its person, so that whoever may not
    know of the person learns of no step of theirs.
    """

    __tablename__ = "household_event"
    __table_args__ = (
        sa.Index("ix_household_event_person_id", "person_id", "recorded_at"),
        sa.Index("ix_household_event_recorded_at", "recorded_at"),
        part_of("person"),
    )

    household_id: Mapped[UUID] = public(sa.ForeignKey("household.id"), index=True)
    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    act_id: Mapped[UUID] = public(index=True)
    act: Mapped[HouseholdAct] = public(enum_text(HouseholdAct, name="act"), default=HouseholdAct.CHANGE)
    corrects_id: Mapped[UUID | None] = public(index=True)
    """The act that this one takes back."""
    step: Mapped[HouseholdStep] = case_fact(enum_text(HouseholdStep, name="step"))
    relation: Mapped[Relation] = identity(enum_text(Relation, name="relation"))
    """To the head: since a joining or a change, until a leaving."""
    relation_before: Mapped[Relation | None] = identity(enum_text(Relation, name="relation_before"))
    other_household_id: Mapped[UUID | None] = public(sa.ForeignKey("household.id"), index=True)
    """In a split or a merge: where the person went, or came from."""
    occurred_on: Mapped[date] = case_fact()
    recorded_at: Mapped[datetime] = public(default=now)
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")
    other_household: Mapped[Household | None] = relationship(lazy="raise_on_sql", foreign_keys=[other_household_id])
