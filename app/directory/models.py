"""Organisations, the services they provide, and their focal points."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.catalogue.models import Service
from app.directory.enums import Language
from app.directory.hours import DAYS, Hours
from app.foundation.columns import enum_text, identity, public
from app.foundation.database import Base
from app.foundation.encryption import SealedText


class Organisation(Base):
    """A body that provides services: an NGO, an agency, a public office, a community group."""

    __tablename__ = "organisation"
    __table_args__ = (sa.UniqueConstraint("country", "name"),)

    name: Mapped[str] = public()
    country: Mapped[str] = public(sa.String(2))
    """ISO 3166-1 alpha-2 of the country it works in here; one row per country."""
    language: Mapped[Language] = public(enum_text(Language, name="language"), default=Language.SPANISH)
    """In which mails and the answering page speak to it."""
    is_own: Mapped[bool] = public(default=False)
    """Whether this is the organisation that runs the instance."""
    is_authority: Mapped[bool] = public(default=False, server_default="false")
    """Whether it is an authority of the state: a consent to share with organisations does not reach it."""
    closed_on: Mapped[date | None] = public()
    version: Mapped[int] = public(default=1)

    services: Mapped[list[ProvidedService]] = relationship(back_populates="organisation", lazy="raise_on_sql")
    focal_points: Mapped[list[FocalPoint]] = relationship(back_populates="organisation", lazy="raise_on_sql")

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def focal_point(self) -> FocalPoint | None:
        """Whom to ask: the first by name of those who still answer, a stand-in only when there is nobody else."""
        present = [point for point in self.focal_points if not point.is_ended]
        return min(present, key=lambda point: (point.is_backup, point.name), default=None)


class ProvidedService(Base):
    """One service of the catalogue as one organisation gives it at one place."""

    __tablename__ = "provided_service"
    __table_args__ = (
        # A service without an area counts as one place too.
        sa.UniqueConstraint("organisation_id", "service_id", "area_code", "locality", postgresql_nulls_not_distinct=True),
        sa.Index("ix_provided_service_country_service", "country", "service_id"),
        sa.CheckConstraint(f"open_days <@ ARRAY[{', '.join(repr(one) for one in DAYS)}]::text[]", name="days_are_known"),
        sa.CheckConstraint(
            "(opens_at IS NULL) = (closes_at IS NULL) AND (opens_at IS NULL) = (open_days = '{}')", name="hours_are_whole"
        ),
    )

    organisation_id: Mapped[UUID] = public(sa.ForeignKey("organisation.id"), index=True)
    service_id: Mapped[UUID] = public(sa.ForeignKey("service.id"))
    country: Mapped[str] = public(sa.String(2))
    area_code: Mapped[str | None] = public()
    locality: Mapped[str] = public()
    address: Mapped[str | None] = public()
    opening_hours: Mapped[str | None] = public()
    """In words, as posted at the door."""
    open_days: Mapped[list[str]] = public(default=list, server_default="{}")
    """The days of ``directory.hours.DAYS`` on which the two times hold; empty where the hours are known in words only."""
    opens_at: Mapped[time | None] = public()
    closes_at: Mapped[time | None] = public()
    """On the clock of the place; see ``directory.hours.Hours``."""
    requirements: Mapped[str | None] = public()
    """What the person must bring."""
    accepts_referrals: Mapped[bool] = public(default=True)
    """False while there is no capacity."""
    closed_on: Mapped[date | None] = public()
    version: Mapped[int] = public(default=1)

    organisation: Mapped[Organisation] = relationship(back_populates="services", lazy="raise_on_sql")
    service: Mapped[Service] = relationship(lazy="raise_on_sql")

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def hours(self) -> Hours | None:
        """When it is open, where that can be worked out."""
        if self.opens_at is None or self.closes_at is None:
            return None
        return Hours(tuple(self.open_days), self.opens_at, self.closes_at)


class FocalPoint(Base):
    """Whom referrals to an organisation are sent to. A desk's address is better than a person's: people leave."""

    __tablename__ = "focal_point"

    organisation_id: Mapped[UUID] = public(sa.ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = identity()
    email = SealedText(identity, under=None, nullable=False)
    phone = SealedText(identity, under=None)
    is_backup: Mapped[bool] = public(default=False)
    """Asked only while the organisation has nobody else."""
    ended_on: Mapped[date | None] = public()
    version: Mapped[int] = public(default=1)

    organisation: Mapped[Organisation] = relationship(back_populates="focal_points", lazy="raise_on_sql")

    @property
    def is_ended(self) -> bool:
        return self.ended_on is not None
