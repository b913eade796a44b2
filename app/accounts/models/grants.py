"""Grants: which role somebody has where, and until when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models.offices import Office
from app.accounts.models.teams import Team
from app.accounts.models.users import User
from app.accounts.permissions import Role
from app.foundation.columns import enum_text, public
from app.foundation.database import Base


class Grant(Base):
    """One role of one user in one scope, for a time. No office, team or country means the whole operation."""

    __tablename__ = "user_grant"
    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(office_id, team_id, country) <= 1", name="one_scope"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"),
    )

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), index=True)
    role: Mapped[Role] = public(enum_text(Role, name="role"))
    office_id: Mapped[UUID | None] = public(sa.ForeignKey("office.id"), index=True)
    team_id: Mapped[UUID | None] = public(sa.ForeignKey("team.id"), index=True)
    country: Mapped[str | None] = public(sa.String(2))
    valid_from: Mapped[date] = public()
    valid_until: Mapped[date | None] = public()
    """Last day on which it holds; None while open."""
    granted_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """None for the first administrator and the demo operation."""
    ended_at: Mapped[datetime | None] = public()
    """When somebody ended it before its last day; from that instant it opens nothing."""

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    office: Mapped[Office | None] = relationship()
    team: Mapped[Team | None] = relationship()
