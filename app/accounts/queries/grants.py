"""Reading grants: which hold today, and how far an administrator's own reach goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import BreakGlass, Grant, NeedToKnow, Office, Team
from app.accounts.permissions import PERMISSIONS_OF, Permission
from app.accounts.scopes import Reach
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound


def of_place() -> tuple[Any, ...]:
    """What a grant is shown with: its office or team, and whom it covers."""
    return joinedload(Grant.office), joinedload(Grant.team).joinedload(Team.office), joinedload(Grant.covered)


def is_in_force() -> sa.ColumnElement[bool]:
    """The condition that a grant holds now: begun, neither ended by hand nor past its last day (days are UTC)."""
    today = now().date()
    return sa.and_(
        Grant.valid_from <= today,
        Grant.valid_until >= today,
        Grant.ended_at.is_(None),
    )


def is_glass_broken() -> sa.ColumnElement[bool]:
    """The condition that an emergency access is neither over nor closed."""
    return sa.and_(BreakGlass.closed_at.is_(None), BreakGlass.expires_at > now())


def covers_office() -> sa.ColumnElement[bool]:
    """The condition that joins a grant with each office in its scope; a team's grant with the team's office."""
    is_whole = sa.and_(Grant.office_id.is_(None), Grant.team_id.is_(None), Grant.country.is_(None))
    own = aliased(Team)
    of_team = sa.select(own.office_id).where(own.id == Grant.team_id).correlate(Grant).scalar_subquery()
    return sa.or_(Office.id == Grant.office_id, Office.country == Grant.country, Office.id == of_team, is_whole)


@dataclass(frozen=True)
class Holding:
    """A grant in force with what it covers.

    Attributes:
        offices: the ids of the offices; for a team's grant the team's office.
        teams: id -> office id of the teams it covers: those of its offices, or its one team.
        restricted: id -> office id of the restricted records at these offices that the user needs to know.
        glass: id of a person -> until when the user reads their file in an emergency; the same for each grant.
    """

    grant: Grant
    offices: frozenset[UUID]
    teams: Mapping[UUID, UUID]
    restricted: Mapping[UUID, UUID]
    glass: Mapping[UUID, datetime]


def grants_in_force(user_id: UUID) -> Sequence[Holding]:
    """The user's grants of today with what they cover; one statement."""
    rows = db.session.execute(
        sa.select(
            Grant,
            sa.func.array_remove(sa.func.array_agg(sa.distinct(Office.id)), None),
            sa.func.jsonb_object_agg(sa.cast(Team.id, sa.Text), sa.cast(Team.office_id, sa.Text)).filter(Team.id.is_not(None)),
            _restricted_known_to(user_id),
            _glass_broken_by(user_id),
        )
        .select_from(Grant)
        .outerjoin(Office, covers_office())
        .outerjoin(Team, sa.and_(Team.office_id == Office.id, sa.or_(Grant.team_id.is_(None), Team.id == Grant.team_id)))
        .where(Grant.user_id == user_id, is_in_force())
        .group_by(Grant.id)
    )
    return [
        _holding(grant, frozenset(offices), _by_id(teams), _by_id(known), _moments(glass))
        for grant, offices, teams, known, glass in rows
    ]


def _restricted_known_to(user_id: UUID) -> sa.ScalarSelect[Any]:
    pairs = sa.func.jsonb_object_agg(sa.cast(NeedToKnow.record_id, sa.Text), sa.cast(NeedToKnow.office_id, sa.Text))
    return sa.select(pairs).where(NeedToKnow.user_id == user_id, NeedToKnow.ended_at.is_(None)).scalar_subquery()


def _glass_broken_by(user_id: UUID) -> sa.ScalarSelect[Any]:
    pairs = sa.func.jsonb_object_agg(sa.cast(BreakGlass.person_id, sa.Text), BreakGlass.expires_at)
    return sa.select(pairs).where(BreakGlass.user_id == user_id, is_glass_broken()).scalar_subquery()


def _moments(pairs: Mapping[str, str] | None) -> Mapping[UUID, datetime]:
    return {UUID(key): datetime.fromisoformat(moment) for key, moment in (pairs or {}).items()}


def _by_id(pairs: Mapping[str, str] | None) -> Mapping[UUID, UUID]:
    return {UUID(key): UUID(office_id) for key, office_id in (pairs or {}).items()}


def _holding(
    grant: Grant,
    offices: frozenset[UUID],
    teams: Mapping[UUID, UUID],
    known: Mapping[UUID, UUID],
    glass: Mapping[UUID, datetime],
) -> Holding:
    return Holding(grant, offices, teams, {record: office for record, office in known.items() if office in offices}, glass)


def reach_of(actor: Actor, permission: Permission) -> Reach:
    """What the actor's grants with ``permission`` cover together; nothing for an actor who is no user."""
    if actor.id is None:
        return Reach()
    held = [holding for holding in grants_in_force(actor.id) if permission in PERMISSIONS_OF[holding.grant.role]]
    return Reach.of((holding.grant, holding.offices, frozenset(holding.teams)) for holding in held)


def list_grants(user_ids: Sequence[UUID]) -> Sequence[Grant]:
    """The grants in force or still to begin of these users, with their offices and teams, and whom they cover."""
    select = (
        sa.select(Grant)
        .options(*of_place())
        .where(
            Grant.user_id.in_(user_ids),
            Grant.ended_at.is_(None),
            Grant.valid_until >= now().date(),
        )
        .order_by(Grant.role, Grant.valid_from, Grant.id)
    )
    return db.session.scalars(select).all()


def get_grant(user_id: UUID, grant_id: UUID) -> Grant:
    """One grant of a user who was read before, in scope, with its office; locked.

    Raises:
        NotFound: this user has no such grant.
    """
    select = sa.select(Grant).options(*of_place()).where(Grant.id == grant_id, Grant.user_id == user_id)
    grant = db.session.scalar(select.with_for_update(of=Grant).execution_options(populate_existing=True))
    if grant is None:
        raise NotFound(_l("This role is no longer in the list of the account. Open the account again."))
    return grant
