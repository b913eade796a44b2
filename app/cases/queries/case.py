"""One case, and the cases of one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, Team, User
from app.accounts.permissions import Permission, Role
from app.accounts.queries import FilePlace, is_in_force, list_teams, needs_to_know, opens
from app.cases.enums import CaseStatus
from app.cases.models import Case, FollowUp
from app.cases.policies.scope import in_scope, is_readable
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotAllowed, NotFound
from app.people.models import Person
from app.people.policies import READS_ONLY

CARRIERS = (Role.CASEWORKER, Role.SUPERVISOR)
"""Roles that may carry a case."""

_FILE = (
    joinedload(Case.person).joinedload(Person.nationalities),
    joinedload(Case.person).joinedload(Person.office),
    joinedload(Case.office),
    joinedload(Case.team),
    joinedload(Case.caseworker),
)
CASE_NOT_FOUND = _l("There is no such case, or it lies outside your offices. Look for its code in the search box.")


def get_case(actor: Actor, case_id: UUID, *, for_update: bool = False) -> Case:
    """A case with its person and nationalities, office and caseworker, in one statement.

    Raises:
        NotFound: no such case in the actor's scope.
        NotAllowed: the actor only reads this case, by emergency access.
    """
    case = _first(sa.select(Case).where(Case.id == case_id, in_scope(actor)).options(*_FILE), for_update=for_update)
    if case is None and actor.glass and _find_readable(actor, case_id):
        raise NotAllowed(READS_ONLY)
    if case is None:
        raise NotFound(CASE_NOT_FOUND)
    return case


def read_case(actor: Actor, case_id: UUID) -> Case:
    """The same for looking at only: also a case outside the scope whose person the actor reads in an emergency.

    Raises:
        NotFound: there is none that the actor may read.
    """
    case = _find_readable(actor, case_id)
    if case is None:
        raise NotFound(CASE_NOT_FOUND)
    return case


def _find_readable(actor: Actor, case_id: UUID) -> Case | None:
    return _first(sa.select(Case).where(Case.id == case_id, is_readable(actor)).options(*_FILE), for_update=False)


def _first(select: sa.Select[Any], *, for_update: bool) -> Case | None:
    if for_update:
        select = select.with_for_update(of=Case).execution_options(populate_existing=True)
    case: Case | None = db.session.scalars(select).unique().one_or_none()
    return case


def find_case_by_code(actor: Actor, code: str) -> Case | None:
    """The case with this code, as typed in any case and with spaces around it."""
    select = sa.select(Case).where(Case.code == code.strip().upper(), in_scope(actor))
    return db.session.scalars(select.options(*_FILE)).unique().one_or_none()


def list_cases_of_person(actor: Actor, person_id: UUID) -> Sequence[Case]:
    """The person's cases that the actor may read, with their caseworkers: those at work first, then the newest."""
    select = (
        sa.select(Case)
        .where(Case.person_id == person_id, is_readable(actor))
        .options(joinedload(Case.caseworker), joinedload(Case.team))
        .order_by((Case.status == CaseStatus.CLOSED).asc(), Case.opened_on.desc(), Case.id.desc())
    )
    return db.session.scalars(select).all()


def lock_cases_of_person(actor: Actor, person_id: UUID) -> Sequence[Case]:
    """All the person's cases in the actor's scope, with their persons; locked, in the order of their ids."""
    select = sa.select(Case).where(Case.person_id == person_id, in_scope(actor)).options(joinedload(Case.person))
    locked = select.order_by(Case.id).with_for_update(of=Case).execution_options(populate_existing=True)
    return db.session.scalars(locked).all()


def open_cases_of(person_id: UUID) -> Sequence[Case]:
    """All cases of a person that are not closed, whatever the office; for rules, not for showing."""
    select = sa.select(Case).where(Case.person_id == person_id, Case.status != CaseStatus.CLOSED)
    return db.session.scalars(select.order_by(Case.opened_on)).all()


def get_follow_up(actor: Actor, case_id: UUID, follow_up_id: UUID, *, for_update: bool = False) -> FollowUp:
    """A follow-up of a case.

    Raises:
        NotFound: no such follow-up in this case, or the case is out of scope.
    """
    select: sa.Select[Any] = (
        sa.select(FollowUp).join(FollowUp.case).where(FollowUp.id == follow_up_id, FollowUp.case_id == case_id, in_scope(actor))
    )
    if for_update:
        select = select.with_for_update(of=FollowUp).execution_options(populate_existing=True)
    follow_up: FollowUp | None = db.session.scalars(select).one_or_none()
    if follow_up is None:
        raise NotFound(_l("There is no such follow-up in this case. Open the case and look at its follow-ups."))
    return follow_up


def list_possible_caseworkers(actor: Actor, office_ids: Collection[UUID]) -> Sequence[User]:
    """Active colleagues who carry cases of one of these offices or of its teams by a role of their own, by name.

    For lists and boards; whether somebody may carry one certain case is answered by ``list_who_may_carry``.
    Offices where the actor sees no cases name nobody.
    """
    reached = actor.offices_for(Permission.VIEW_CASE).intersection(office_ids)
    teams = sa.select(Team.id).where(Team.office_id.in_(reached))
    place = sa.or_(Grant.office_id.in_(reached), Grant.team_id.in_(teams))
    own = sa.and_(Grant.role.in_(CARRIERS), Grant.covers_user_id.is_(None), is_in_force())
    return _active(sa.select(Grant.user_id).where(own, place))


def place_of(case: Case) -> FilePlace:
    """Where the case belongs, as accounts ask who can see it."""
    teams = frozenset({case.team_id} if case.team_id else ())
    return FilePlace(case.office_id, teams, case.id if case.is_restricted else None)


def list_who_may_carry(actor: Actor, place: FilePlace) -> Sequence[User]:
    """Active colleagues who see the cases of this place by a role of their own, by name.

    Nobody is named where the actor sees no cases.
    """
    if not actor.is_everywhere and place.office_id not in actor.offices_for(Permission.VIEW_CASE):
        return []
    return _active(sa.select(Grant.user_id).where(opens(place), Grant.covers_user_id.is_(None)), *needs_to_know(place))


def list_teams_of(actor: Actor, case: Case) -> Sequence[Team]:
    """The teams of the case's office that go on, where the actor shares out the cases of the whole office."""
    if not actor.may_at(Permission.REASSIGN_CASE, case.office_id):
        return []
    return [team for team in list_teams([case.office_id]) if team.ended_on is None]


def _active(user_ids: sa.Select[Any], *conditions: sa.ColumnElement[bool]) -> Sequence[User]:
    select = sa.select(User).where(User.active, User.id.in_(user_ids), *conditions)
    return db.session.scalars(select.order_by(User.name, User.id)).all()
