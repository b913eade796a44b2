"""Offices: the places of work."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.columns import public
from app.foundation.database import Base


class Office(Base):
    """A place of work. Its code begins the codes of persons and cases registered there (``CUC-2026-00412``)."""

    __tablename__ = "office"
    __table_args__ = (
        sa.CheckConstraint("code ~ '^[A-Z]{3}$'", name="code_is_three_letters"),
        sa.CheckConstraint("caseload_capacity > 0", name="capacity_is_positive"),
    )

    code: Mapped[str] = public(unique=True)
    name: Mapped[str] = public()
    country: Mapped[str] = public(sa.String(2), index=True)
    """ISO 3166-1 alpha-2."""
    area_code: Mapped[str | None] = public()
    """ISO 3166-2 of the first-level area, as R4V uses it."""
    locality: Mapped[str | None] = public()
    time_zone: Mapped[str] = public()
    """IANA name, such as ``America/Bogota``; dates of the office are dates there."""
    address: Mapped[str | None] = public()
    phone: Mapped[str | None] = public()
    """As it is dialled in its country; where it is and how to call it stand on the sheets that persons take along."""
    closed_on: Mapped[date | None] = public()
    caseload_capacity: Mapped[int] = public(default=40, server_default="40")
    """How much a caseworker here can carry, in weighted cases (``supervision/policies.py``); 40 is an assumption to correct."""
    version: Mapped[int] = public(default=1, server_default="1")
