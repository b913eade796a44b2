"""Covers: one colleague in the place of another for some days. A cover is one or more grants with ``covers_user_id``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Grant, Office, Team, User
from app.accounts.permissions import Permission, Role, opens_files
from app.accounts.queries.grants import Holding, covers_office, grants_in_force, is_in_force, of_place, reach_of
from app.accounts.scopes import Reach, Scope
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound

CARRYING_ROLES = tuple(role for role in Role if opens_files(role))


@dataclass(frozen=True)
class Cover:
    """One colleague in the place of another; its grants differ only in where they hold."""

    grants: Sequence[Grant]

    @property
    def id(self) -> UUID:
        """The id of its first grant, by which pages name it."""
        return self.grants[0].id

    @property
    def user(self) -> User:
        return self.grants[0].user

    @property
    def covered(self) -> User:
        covered = self.grants[0].covered
        assert covered is not None  # noqa: S101 - what makes a grant a cover
        return covered

    @property
    def first_day(self) -> date:
        return self.grants[0].valid_from

    @property
    def last_day(self) -> date:
        return self.grants[0].valid_until


def list_coverable(actor: Actor) -> Sequence[User]:
    """The active colleagues who carry cases by a role of their own where the actor arranges covers, by name."""
    offices = actor.offices_for(Permission.ARRANGE_COVER)
    reach = reach_of(actor, Permission.ARRANGE_COVER)
    at_office = sa.exists().where(Office.id.in_(offices), covers_office())
    place = sa.or_(Grant.team_id.in_(reach.team_ids), sa.and_(Grant.team_id.is_(None), at_office))
    own = sa.and_(Grant.role.in_(CARRYING_ROLES), Grant.covers_user_id.is_(None), is_in_force())
    granted = sa.select(Grant.user_id).where(own, place)
    select = sa.select(User).options(joinedload(User.office)).where(User.active, User.id.in_(granted))
    return db.session.scalars(select.order_by(User.name, User.id)).all()


def scopes_to_cover(actor: Actor, user_id: UUID) -> Sequence[Scope]:
    """Where a colleague carries cases by a role of their own, as far as the actor arranges covers there."""
    reach = reach_of(actor, Permission.ARRANGE_COVER)
    held = [holding for holding in grants_in_force(user_id) if _is_own_casework(holding)]
    offices = {office for holding in held if not holding.grant.team_id for office in holding.offices if _reaches(reach, office)}
    teams = {team for holding in held for team, office in holding.teams.items() if office not in offices}
    teams = {team for team in teams if reach.covers(Scope(team_id=team))}
    return [*(Scope(office_id=office) for office in sorted(offices)), *(Scope(team_id=team) for team in sorted(teams))]


def list_covers(actor: Actor) -> Sequence[Cover]:
    """The covers in force or to begin that hold where the actor arranges them, by their first day."""
    is_open = sa.and_(Grant.ended_at.is_(None), Grant.valid_until >= now().date())
    return _grouped(_covers(actor).where(is_open))


def get_cover(actor: Actor, grant_id: UUID) -> Cover:
    """The whole cover that a grant is part of, ended or not, its user locked.

    Raises:
        NotFound: there is none where the actor arranges covers.
    """
    part = db.session.scalar(_covers(actor).where(Grant.id == grant_id))
    if part is None:
        raise NotFound(_l("There is no such cover where you share out cases. Open the list again."))
    locked = sa.select(User).where(User.id == part.user_id).with_for_update()
    db.session.execute(locked.execution_options(populate_existing=True))
    same = sa.and_(
        Grant.user_id == part.user_id,
        Grant.covers_user_id == part.covers_user_id,
        Grant.valid_from == part.valid_from,
        Grant.valid_until == part.valid_until,
    )
    return _grouped(_covers(actor).where(same).execution_options(populate_existing=True))[0]


def list_covers_of(actor: Actor) -> Sequence[Cover]:
    """Whom the actor covers today, by the covered colleague's name."""
    select = _with_people().where(Grant.user_id == actor.id, Grant.covers_user_id.is_not(None), is_in_force())
    return sorted(_grouped(select), key=lambda cover: cover.covered.name)


def _reaches(reach: Reach, office_id: UUID) -> bool:
    return reach.is_whole or office_id in reach.office_ids


def _is_own_casework(holding: Holding) -> bool:
    return holding.grant.covers_user_id is None and holding.grant.role in CARRYING_ROLES


def _with_people() -> sa.Select[Grant]:
    return (
        sa.select(Grant)
        .join(Grant.user)
        .options(contains_eager(Grant.user), *of_place())
        .order_by(Grant.valid_from, User.name, Grant.id)
    )


def _covers(actor: Actor) -> sa.Select[Grant]:
    reach = reach_of(actor, Permission.ARRANGE_COVER)
    teams = sa.select(Team.id).where(Team.office_id.in_(reach.office_ids))
    place = sa.or_(Grant.office_id.in_(reach.office_ids), Grant.team_id.in_(reach.team_ids), Grant.team_id.in_(teams))
    return _with_people().where(Grant.covers_user_id.is_not(None), place)


def _grouped(select: sa.Select[Grant]) -> Sequence[Cover]:
    groups: dict[tuple[object, ...], list[Grant]] = {}
    for grant in db.session.scalars(select):
        groups.setdefault((grant.user_id, grant.covers_user_id, grant.valid_from, grant.valid_until), []).append(grant)
    return [Cover(grants) for grants in groups.values()]
