"""Whom to turn to when a person is not reached."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText
from app.people.enums import CareRelation


class AlternateContact(Base):
    """Somebody through whom a person, or their household, can be reached.

    A household has no key of its own, so the contact is sealed under the person who named it: erasing them takes it along.
    When it no longer holds, what it said is emptied: it belongs to somebody who never gave us a file.
    """

    __tablename__ = "alternate_contact"
    __table_args__ = (
        sa.CheckConstraint(
            "ended_at IS NULL OR num_nonnulls(name_sealed, phone_sealed, notes_sealed) = 0", name="ended_stays_empty"
        ),
        sa.Index("ix_alternate_contact_person_id", "person_id", "recorded_at"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    name = SealedText(identity, under="person_id")
    relation: Mapped[CareRelation] = identity(enum_text(CareRelation, name="relation"))
    """What the contact is to the person."""
    phone = SealedText(identity, under="person_id")
    """E.164 where the country's numbering is recognised."""
    notes = SealedText(identity, under="person_id")
    """Hours and what to take care of, in the person's words."""
    may_be_told: Mapped[bool] = identity()
    """Whether the contact may learn that we are looking for the person."""
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)
    ended_at: Mapped[datetime | None] = public()
    ended_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[recorded_by])
