"""A team, a cover, a restricted case and an emergency access in each office with accounts, so that a demo shows who sees what.

Each is made through its service by whoever would make it, and stands in the trail like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.doors import actor_for
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.services import make_team
from app.accounts.services.covers import NewCover, begin_cover
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.cases.services import Circle, MoveToTeam, move_to_team, restrict_case
from app.emergency.services import break_glass
from app.foundation.access import enter
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people.models import Person
from ops.demo.operation import Account

TEAM = "Equipo de frontera"
DAYS_OF_COVER = 14
MOVED = "Ejemplo de la demostración: lo atiende el equipo de frontera."
RESTRICTED = "Ejemplo de la demostración: la persona pidió que solo dos colegas conozcan este caso."
EMERGENCY = "Ejemplo de la demostración: la persona llegó a esta oficina y necesita su medicina hoy."


def show_who_sees_what(accounts: Sequence[Account]) -> None:
    """Write the examples into the present transaction."""
    people_at = {account.office: users_at(account.office) for account in accounts if account.office}
    administrator = next(account.email for account in accounts if account.role == Role.ADMINISTRATOR)
    offices = list(people_at)
    for office, users in people_at.items():
        elsewhere = people_at[offices[(offices.index(office) + 1) % len(offices)]]
        _make_team(_named(administrator), users)
        _begin_cover(users)
        _restrict_a_case(users)
        _break_the_glass(users, elsewhere["caseworker"])


def users_at(office: str) -> Mapping[str, User]:
    """Caseworker, supervisor, and the colleague who never signs in, by the first word of their e-mail."""
    select = sa.select(User).where(User.office.has(code=office)).options(joinedload(User.office))
    return {user.email.partition(".")[0]: user for user in db.session.scalars(select)}


def _named(email: str) -> User:
    return db.session.scalars(sa.select(User).where(User.email == email).options(joinedload(User.office))).one()


def signed_in_as(user: User) -> Actor:
    """As at the door: what somebody reaches is read in their own name."""
    enter(Actor(kind=ActorKind.STAFF, id=user.id, name=user.name))
    return actor_for(user)


def _make_team(administrator: User, users: Mapping[str, User]) -> None:
    team = make_team(signed_in_as(administrator), users["supervisor"].office_id, TEAM)
    actor = signed_in_as(users["supervisor"])
    others = sa.select(Case).where(Case.office_id == team.office_id, Case.caseworker_id != users["caseworker"].id)
    newest = others.where(Case.status == CaseStatus.OPEN).order_by(Case.opened_on.desc(), Case.id.desc()).limit(1)
    case = db.session.scalars(newest).one()
    move_to_team(actor, case.id, MoveToTeam(team.id, MOVED, case.version))


def _begin_cover(users: Mapping[str, User]) -> None:
    actor = signed_in_as(users["supervisor"])
    today = today_in(actor.time_zone)
    begin_cover(actor, NewCover(users["colega2"].id, users["caseworker"].id, today, today + timedelta(days=DAYS_OF_COVER)))


def _restrict_a_case(users: Mapping[str, User]) -> None:
    case = newest_cases(users["caseworker"], 4)[-1]
    actor = signed_in_as(users["caseworker"])
    restrict_case(actor, case.id, Circle(frozenset({users["supervisor"].id}), RESTRICTED))


def _break_the_glass(users: Mapping[str, User], owner: User) -> None:
    person_id = newest_cases(owner, 3)[-1].person_id
    code = db.session.execute(sa.select(Person.code).where(Person.id == person_id)).scalar_one()
    break_glass(signed_in_as(users["caseworker"]), code, EMERGENCY)


def newest_cases(user: User, count: int) -> Sequence[Case]:
    signed_in_as(user)
    mine = sa.select(Case).where(Case.caseworker_id == user.id, Case.status == CaseStatus.OPEN, Case.is_restricted.is_(False))
    return db.session.scalars(mine.order_by(Case.opened_on.desc(), Case.id.desc()).limit(count)).all()
