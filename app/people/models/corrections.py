"""What was corrected on a person's file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText


class PersonChange(Base):
    """One field of a person that was corrected: what it said before and what since, under the person's key.

    That somebody changed the field stands in the audit trail too, which no caseworker reads and which holds no values.
    """

    __tablename__ = "person_change"
    __table_args__ = (sa.Index("ix_person_change_person_changed", "person_id", "changed_at"), part_of("person"))

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    field: Mapped[str] = public()
    """Name of the field in ``NewPerson``."""
    before = SealedText(identity, under="person_id")
    """As ``corrections.text_of`` keeps it; nothing where nothing was known."""
    after = SealedText(identity, under="person_id")
    changed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    changed_at: Mapped[datetime] = public(default=now)

    changer: Mapped[User | None] = relationship(lazy="raise_on_sql")
