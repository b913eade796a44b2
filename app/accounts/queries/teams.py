"""Reading teams."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Grant, Office, Team, User
from app.accounts.permissions import Permission
from app.accounts.queries.grants import is_in_force, reach_of
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound


def list_teams(office_ids: Collection[UUID]) -> Sequence[Team]:
    """The teams of these offices by office and name, ended ones last."""
    select = (
        sa.select(Team)
        .join(Team.office)
        .options(joinedload(Team.office))
        .where(Team.office_id.in_(office_ids))
        .order_by(Team.ended_on.is_not(None), Office.name, Team.name, Team.id)
    )
    return db.session.scalars(select).all()


def get_team(actor: Actor, team_id: UUID, *, for_update: bool = False) -> Team:
    """One team of an office that the actor administers, with its office.

    Raises:
        NotFound: there is none, or its office lies outside the actor's reach.
    """
    select = sa.select(Team).options(joinedload(Team.office)).where(Team.id == team_id)
    team = db.session.scalar(select.with_for_update(of=Team).execution_options(populate_existing=True) if for_update else select)
    if team is None or not reach_of(actor, Permission.MANAGE_ACCOUNTS).covers_home(team.office):
        raise NotFound(_l("There is no such team in your area."))
    return team


def list_team_workers(team_ids: Collection[UUID]) -> Sequence[Grant]:
    """The roles that active people hold in these teams today, covers left out, by name."""
    select = (
        sa.select(Grant)
        .join(Grant.user)
        .options(contains_eager(Grant.user))
        .where(Grant.team_id.in_(team_ids), Grant.covers_user_id.is_(None), is_in_force(), User.active)
        .order_by(User.name, Grant.id)
    )
    return db.session.scalars(select).all()
