"""Teams: parts of an office whose cases are their own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models.offices import Office
from app.foundation.columns import public
from app.foundation.database import Base


class Team(Base):
    """Part of an office. People are the office's; a team's cases are seen by the team and by those who hold the whole office."""

    __tablename__ = "team"
    __table_args__ = (sa.UniqueConstraint("office_id", "name"),)

    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    name: Mapped[str] = public()
    ended_on: Mapped[date | None] = public()
    version: Mapped[int] = public(default=1, server_default="1")

    office: Mapped[Office] = relationship()
