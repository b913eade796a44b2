"""A child separated from their parents, a household that split and a death, in each office with accounts: for pages to show.

Each is made through its service by whoever would make it, and stands in the trail like everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.doors import actor_for
from app.accounts.models import User
from app.accounts.permissions import Role
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.foundation.access import enter
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.partial_date import PartialDate
from app.people import queries
from app.people.enums import CareRelation, CareSituation, ConsentHolder, DeathSource, Relation
from app.people.models import HouseholdMember, Person
from app.people.policies import is_surely_child, may_be_child
from app.people.services import (
    NewCare,
    NewContact,
    NewDeath,
    Split,
    add_contact,
    leave_household,
    present_members,
    record_death,
    split_household,
    state_care,
)
from ops.demo.operation import Account

DAYS_AGO = 5
FEWEST_MEMBERS = 4
CARES_SINCE = timedelta(days=20)
DIED_AGO = timedelta(days=9)


def show_families(accounts: Sequence[Account]) -> None:
    """Write the examples into the present transaction."""
    for account in accounts:
        if account.role == Role.CASEWORKER:
            actor = as_at_the_door(db.session.scalars(sa.select(User).where(User.email == account.email)).one())
            today = today_in(actor.time_zone)
            _separate_a_child(actor, today)
            _split_a_household(actor, today)
            _record_a_death(actor, today)


def as_at_the_door(user: User) -> Actor:
    """What somebody reaches is read in their own name."""
    enter(Actor(kind=ActorKind.STAFF, id=user.id, name=user.name))
    return actor_for(db.session.scalars(sa.select(User).where(User.id == user.id).options(joinedload(User.office))).one())


def _separate_a_child(actor: Actor, today: date) -> None:
    """A child of one's own cases lives with an aunt; who decides about consent has to be found out."""
    mine = sa.select(Person).join(Case, Case.person_id == Person.id).where(Case.caseworker_id == actor.id)
    newest = mine.where(Case.status != CaseStatus.CLOSED, Case.is_restricted.is_(False)).order_by(Case.opened_on.desc(), Case.id)
    child = next((person for person in db.session.scalars(newest) if is_surely_child(person, today)), None)
    member = queries.find_membership(actor, child.id) if child else None
    if child is None or (member and member.relation is Relation.HEAD):
        return
    since_on = max(today - CARES_SINCE, member.joined_on) if member else today - CARES_SINCE
    if member:
        leave_household(actor, child.id, since_on)
    aunt = NewCare(
        situation=CareSituation.SEPARATED,
        since_on=since_on,
        guardian_name="Yolanda Perdomo",
        guardian_relation=CareRelation.AUNT_UNCLE,
        guardian_phone="300 555 0142",
        consent_holder=ConsentHolder.NOBODY_YET,
    )
    state_care(actor, child.id, aunt)
    words = {"name": "Nancy Urbina", "phone": "300 555 0187", "notes": "Después de las 18:00"}
    add_contact(actor, child.id, NewContact(relation=CareRelation.NEIGHBOUR, may_be_told=False, **words))


def _record_a_death(actor: Actor, today: date) -> None:
    """Somebody of one's own cases, who is the head of no household, died; the family told it."""
    mine = sa.select(Person).join(Case, Case.person_id == Person.id).where(Case.caseworker_id == actor.id)
    oldest = mine.where(Case.status == CaseStatus.OPEN, Case.is_restricted.is_(False)).order_by(Case.opened_on, Case.id)
    for person in db.session.scalars(oldest.limit(30)).all():
        member = queries.find_membership(actor, person.id)
        if may_be_child(person, today) or (member and member.relation is Relation.HEAD):
            continue
        died = PartialDate.from_date(today - DIED_AGO)
        record_death(actor, person.id, NewDeath(known_by=DeathSource.FAMILY, died=died), version=person.version)
        return


def _split_a_household(actor: Actor, today: date) -> None:
    """Two of a large family move on together."""
    large = (
        sa.select(HouseholdMember.household_id)
        .join(HouseholdMember.person)
        .where(HouseholdMember.left_on.is_(None), Person.office_id == actor.office_id, Person.is_restricted.is_(False))
        .group_by(HouseholdMember.household_id)
        .having(sa.func.count() >= FEWEST_MEMBERS)
        .order_by(HouseholdMember.household_id.desc())
    )
    for household_id in db.session.scalars(large.limit(10)).all():
        members = present_members(queries.get_household(actor, household_id))
        day = today - timedelta(days=DAYS_AGO)
        partner = next((one for one in members if one.relation is Relation.PARTNER), None)
        child = next((one for one in members if one.relation is Relation.CHILD), None)
        if partner and child and not may_be_child(partner.person, today) and all(one.joined_on <= day for one in members):
            relations = {partner.person_id: Relation.HEAD, child.person_id: Relation.CHILD}
            everybody = frozenset(member.person_id for member in members)
            split_household(actor, household_id, Split(relations=relations, members=everybody, on=day))
            return
