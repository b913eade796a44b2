"""Who cares for a child."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText
from app.people.enums import CareRelation, CareSituation, ConsentHolder
from app.people.models.person import Person


class ChildCare(Base):
    """What was stated about who answers for somebody under 18. The latest statement ends the one before.

    The columns are of class P2, as the relations in the household are: whoever handles the file has to know to whom a child
    may be handed over (``docs/adr/0025-households-and-children.md``). What happened to the child has no place here.
    """

    __tablename__ = "child_care"
    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= since_on", name="ends_after_beginning"),
        sa.CheckConstraint(
            "consent_holder <> 'guardian' OR num_nonnulls(guardian_id, guardian_name_sealed) > 0", name="guardian_is_named"
        ),
        sa.CheckConstraint("num_nonnulls(guardian_id, guardian_name_sealed) < 2", name="one_guardian"),
        sa.CheckConstraint("guardian_id <> person_id", name="guardian_is_another"),
        sa.Index(
            "uq_child_care_in_force",
            "person_id",
            unique=True,
            postgresql_where=sa.text("until_on IS NULL AND set_aside_at IS NULL"),
        ),
        sa.Index("ix_child_care_person_id", "person_id", "since_on"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public()
    """The child."""
    scope_id: Mapped[UUID] = scope_of_owner()
    situation: Mapped[CareSituation] = identity(enum_text(CareSituation, name="situation"))
    since_on: Mapped[date] = case_fact()
    until_on: Mapped[date | None] = case_fact()
    guardian_id: Mapped[UUID | None] = identity(sa.ForeignKey("person.id"), index=True)
    """A guardian who is registered; their file may be one that a reader of this row cannot open."""
    guardian_name = SealedText(identity, under="person_id")
    """A guardian who is not registered."""
    guardian_relation: Mapped[CareRelation | None] = identity(enum_text(CareRelation, name="guardian_relation"))
    guardian_phone = SealedText(identity, under="person_id")
    consent_holder: Mapped[ConsentHolder] = identity(enum_text(ConsentHolder, name="consent_holder"))
    consent_holder_name = SealedText(identity, under="person_id")
    """Another adult than the guardian, or the authority, with who speaks for it."""
    set_aside_at: Mapped[datetime | None] = public()
    """When another statement about the same time took its place."""
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)

    guardian: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[guardian_id])
    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")


class CareBacklog(Base):
    """How many children of an office wait for long: nobody recorded who answers for them. Counted each night; none, no row.

    A number only, of files that are not restricted; whom it counts is read from the files (``app/people/queries/children.py``).
    """

    __tablename__ = "care_backlog"

    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"), unique=True)
    children: Mapped[int] = public()
    counted_at: Mapped[datetime] = public(default=now)
