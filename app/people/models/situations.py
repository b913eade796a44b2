"""What holds of a person for a time: how they stand to the movement, and on what ground they stay in a country."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.catalogue.models import DocumentType
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.partial_date import KnownTo, PartialDate
from app.people.enums import PopulationType, StayKind


class PersonSituation(Base):
    """The population type from a day on, until the next row's day. ``Person.population_type`` is the latest.

    Somebody whose situation never changed may have no row: then it held as long as they are registered.
    """

    __tablename__ = "person_situation"
    __table_args__ = (sa.Index("ix_person_situation_person_since", "person_id", "since_on"), part_of("person"))

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    population_type: Mapped[PopulationType] = case_fact(enum_text(PopulationType, name="population_type"))
    since_on: Mapped[date] = case_fact()
    """The day on which it was so said; when it came about may lie further back."""
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)

    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")


class Stay(Base):
    """A ground on which somebody stays, or stayed, in a country: a nationality, a permit, a procedure under way, or none."""

    __tablename__ = "stay"
    __table_args__ = (
        sa.CheckConstraint("valid_until >= valid_from", name="validity_in_order"),
        sa.CheckConstraint("valid_from_known_to IS NULL OR valid_from IS NOT NULL", name="first_day_is_kept"),
        sa.CheckConstraint("valid_until_known_to IS NULL OR valid_until IS NOT NULL", name="last_day_is_kept"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    kind: Mapped[StayKind] = identity(enum_text(StayKind, name="kind"))
    country: Mapped[str] = identity(sa.String(2))
    """ISO 3166-1 alpha-2."""
    document_type_id: Mapped[UUID | None] = identity(sa.ForeignKey("document_type.id"))
    """The permit of the catalogue, where it is one of those."""
    valid_from: Mapped[date | None] = identity()
    """First day; of a month or year that was said without one, its first."""
    valid_from_known_to: Mapped[KnownTo | None] = identity(enum_text(KnownTo, name="valid_from_known_to"))
    valid_until: Mapped[date | None] = identity()
    """Last day; of a month or year that was said without one, its last. None where it has none or it is not known."""
    valid_until_known_to: Mapped[KnownTo | None] = identity(enum_text(KnownTo, name="valid_until_known_to"))
    ended_on: Mapped[date | None] = identity()
    """When it ceased before its time or gave way to another; it stays in the file."""
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)

    document_type: Mapped[DocumentType | None] = relationship(lazy="raise_on_sql")
    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def said_from(self) -> PartialDate | None:
        return PartialDate.as_said(self.valid_from, self.valid_from_known_to) if self.valid_from else None

    @property
    def said_until(self) -> PartialDate | None:
        return PartialDate.as_said(self.valid_until, self.valid_until_known_to) if self.valid_until else None

    def say_validity(self, since: PartialDate | None, until: PartialDate | None) -> None:
        """Keep from when to when it is valid, as far as that was said."""
        self.valid_from = since.earliest if since else None
        self.valid_from_known_to = since.known_to if since else None
        self.valid_until = until.latest if until else None
        self.valid_until_known_to = until.known_to if until else None
