"""Grants: which role somebody has where, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models.offices import Office
from app.accounts.models.teams import Team
from app.accounts.models.users import User
from app.accounts.permissions import Role
from app.foundation.clock import now
from app.foundation.columns import enum_text, public
from app.foundation.database import Base

USUAL_TERM = timedelta(days=365)
"""For how long a role is given or renewed."""


def _today() -> date:
    return now().date()


def _in_a_year() -> date:
    return now().date() + USUAL_TERM


def _never_together(name: str, duty: str, *, among: str) -> ExcludeConstraint:
    """No user holds two grants in force whose duties differ on the same day."""
    validity = sa.func.daterange(sa.column("valid_from"), sa.column("valid_until"), sa.literal_column("'[]'"))
    pairs: tuple[tuple[Any, str], ...] = ((sa.column("user_id"), "="), (sa.text(duty), "<>"), (validity, "&&"))
    return ExcludeConstraint(*pairs, name=f"ex_user_grant_{name}", using="gist", where=sa.text(among))


class Grant(Base):
    """One role of one user in one scope, for a time. No office, team or country means the whole operation."""

    __tablename__ = "user_grant"
    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(office_id, team_id, country) <= 1", name="one_scope"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"),
        sa.CheckConstraint("valid_until <= reviewed_on + 366", name="lasts_a_year_at_most"),
        sa.CheckConstraint("team_id IS NULL OR role IN ('caseworker', 'supervisor')", name="team_works_with_files"),
        sa.CheckConstraint("covers_user_id <> user_id", name="covers_another"),
        sa.CheckConstraint("covers_user_id IS NULL OR role = 'caseworker'", name="cover_is_casework"),
        sa.CheckConstraint("covers_user_id IS NULL OR valid_until - valid_from < 60", name="cover_is_short"),
        # The rules of policies/separation.py, which two transactions at once cannot break either.
        _never_together("administrator", "(CASE WHEN role = 'administrator' THEN 1 ELSE 0 END)", among="ended_at IS NULL"),
        _never_together("release", "(role::text)", among="ended_at IS NULL AND role IN ('reporting_officer', 'data_protection')"),
    )

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), index=True)
    role: Mapped[Role] = public(enum_text(Role, name="role"))
    office_id: Mapped[UUID | None] = public(sa.ForeignKey("office.id"), index=True)
    team_id: Mapped[UUID | None] = public(sa.ForeignKey("team.id"), index=True)
    country: Mapped[str | None] = public(sa.String(2))
    valid_from: Mapped[date] = public()
    valid_until: Mapped[date] = public(default=_in_a_year, server_default=sa.FetchedValue())
    """Last day on which it holds (UTC)."""
    reviewed_on: Mapped[date] = public(default=_today, server_default=sa.FetchedValue())
    """Day on which somebody last found it needed: when it was given or renewed. It lasts a year from then at most."""
    granted_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """None for the first administrator and the demo operation."""
    covers_user_id: Mapped[UUID | None] = public(sa.ForeignKey("user.id"), index=True)
    """The absent colleague in whose place it opens files; None for a role of one's own."""
    ended_at: Mapped[datetime | None] = public()
    """When somebody ended it before its last day; from that instant it opens nothing."""
    ended_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    end_asked_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """The supervisor who asked that somebody end it; a renewal answers the request."""
    end_asked_at: Mapped[datetime | None] = public()

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    covered: Mapped[User | None] = relationship(foreign_keys=[covers_user_id])
    office: Mapped[Office | None] = relationship()
    team: Mapped[Team | None] = relationship()
