"""What somebody finds hard to do, and what they specifically need."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, MappedColumn, relationship

from app.accounts.models import User
from app.catalogue.models import SpecificNeed
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, narrative, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText
from app.people.enums import AnsweredBy, Difficulty


def _domain(name: str) -> MappedColumn[Difficulty]:
    return narrative(enum_text(Difficulty, name=name))


class Functioning(Base):
    """One round of answers to the Washington Group Short Set on Functioning: six domains, on a day. Rows are never changed."""

    __tablename__ = "functioning"
    __table_args__ = (sa.Index("ix_functioning_person_answered", "person_id", "answered_on"), part_of("person"))

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    seeing: Mapped[Difficulty] = _domain("seeing")
    hearing: Mapped[Difficulty] = _domain("hearing")
    walking: Mapped[Difficulty] = _domain("walking")
    remembering: Mapped[Difficulty] = _domain("remembering")
    self_care: Mapped[Difficulty] = _domain("self_care")
    communicating: Mapped[Difficulty] = _domain("communicating")
    answered_by: Mapped[AnsweredBy] = case_fact(enum_text(AnsweredBy, name="answered_by"))
    answered_on: Mapped[date] = case_fact()
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)

    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")


class PersonNeed(Base):
    """A specific need of the catalogue that a person has, since when and until when.

    Where the catalogue marks the need as highly sensitive, the whole row is of class P4: it exists only while the file is
    restricted, for those who know the file (``policies.need_class``; the row policy of the table says the same).
    """

    __tablename__ = "person_need"
    __table_args__ = (sa.CheckConstraint("ended_on >= since_on", name="ends_after_beginning"), part_of("person"))

    person_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    need_id: Mapped[UUID] = narrative(sa.ForeignKey("specific_need.id"))
    since_on: Mapped[date | None] = narrative()
    note = SealedText(narrative, under="person_id")
    ended_on: Mapped[date | None] = narrative()
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)

    need: Mapped[SpecificNeed] = relationship(lazy="raise_on_sql")
    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")
