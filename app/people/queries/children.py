"""Who cares for children: what was stated, and for whom it still has to be asked.

Whether somebody is under 18, and whether a parent is with them, is computed in one statement for any number of
persons, so that a file, a family and a caseworker's day say the same. Only members within the actor's scope count: a parent whose
file they may not know does not silence the question, as the silence would tell of them (``docs/adr/0025``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.scopes import lies_within
from app.people import policies
from app.people.enums import CareNeed, CareRelation, ConsentHolder
from app.people.models import CareBacklog, ChildCare, HouseholdMember, Person
from app.people.queries.partings import are_related, is_gone, is_gone_by_death
from app.web.filters import full_name

DAYS_OF_A_YEAR = sa.cast(sa.literal("365.25"), sa.Numeric)
TO_RECORD = tuple(need.value for need in CareNeed if need is not CareNeed.ASK_PERHAPS)
"""Of a child: who answers for them has to be recorded; of who is only perhaps a child nobody is hurried.

The sign on the file, My day and the tasks of cases all go by this.
"""
_IN_FORCE = (ChildCare.until_on.is_(None), ChildCare.set_aside_at.is_(None))


def find_care(actor: Actor, person: Person) -> ChildCare | None:
    """The statement in force about who cares for a person, with the guardian's file where there is one."""
    policies.check_can_read_person(actor, person)
    select = sa.select(ChildCare).where(ChildCare.person_id == person.id, *_IN_FORCE)
    return db.session.scalar(select.options(joinedload(ChildCare.guardian), joinedload(ChildCare.recorder)))


def list_care(actor: Actor, person: Person) -> Sequence[ChildCare]:
    """All statements about who cares for a person, those set aside included, newest first; none once they are surely 18."""
    policies.check_can_read_person(actor, person)
    if not policies.may_be_child(person, today_in(actor.time_zone)):
        return []
    select = sa.select(ChildCare).where(ChildCare.person_id == person.id)
    with_people = select.options(joinedload(ChildCare.guardian), joinedload(ChildCare.recorder))
    return db.session.scalars(with_people.order_by(ChildCare.since_on.desc(), ChildCare.recorded_at.desc())).all()


@dataclass(frozen=True)
class ConsentHolderFound:
    """Who decides about consent for a child, as it was stated.

    Attributes:
        name: None where nobody is known yet, or where the file of the guardian is one that the actor may not read.
        relation: of a guardian to the child.
        person_id: the guardian's file, where the actor may read it.
    """

    kind: ConsentHolder
    name: str | None = None
    relation: CareRelation | None = None
    phone: str | None = None
    person_id: UUID | None = None


def find_consent_holder(actor: Actor, person: Person) -> ConsentHolderFound | None:
    """Who decides for a child about consent; None where nothing was stated, or the person is surely 18 or older."""
    care = find_care(actor, person)
    if care is None or not policies.may_be_child(person, today_in(actor.time_zone)):
        return None
    if care.guardian is not None and care.guardian.has_died and care.consent_holder is ConsentHolder.GUARDIAN:
        return ConsentHolderFound(ConsentHolder.NOBODY_YET)
    if care.consent_holder is not ConsentHolder.GUARDIAN:
        return ConsentHolderFound(care.consent_holder, care.consent_holder_name)
    guardian = care.guardian if care.guardian and policies.can_view_person(actor, care.guardian) else None
    if guardian is None:
        return ConsentHolderFound(care.consent_holder, care.guardian_name, care.guardian_relation, care.guardian_phone)
    name = full_name(guardian.given_names or "", guardian.surname_1, guardian.surname_2)
    return ConsentHolderFound(care.consent_holder, name, care.guardian_relation, guardian.phone, guardian.id)


def care_of_members(actor: Actor, person_ids: Collection[UUID]) -> Mapping[UUID, ChildCare]:
    """The statements in force about some persons within the actor's scope, by their ids."""
    if not person_ids:
        return {}
    select = sa.select(ChildCare).join(Person, Person.id == ChildCare.person_id)
    mine = select.where(ChildCare.person_id.in_(person_ids), *_IN_FORCE, policies.in_scope(actor))
    found = db.session.scalars(mine.options(joinedload(ChildCare.guardian), joinedload(ChildCare.recorder)))
    return {care.person_id: care for care in found}


def children_among(people: Iterable[Person], today: date) -> frozenset[UUID]:
    """The ids of those who may be under 18: the only ones about whom anything has to be asked."""
    return frozenset(person.id for person in people if policies.may_be_child(person, today))


def find_care_needs(actor: Actor, person_ids: Collection[UUID]) -> Mapping[UUID, CareNeed]:
    """What has to be asked about some persons within the actor's scope; for whom nothing has, is missing."""
    if not person_ids:
        return {}
    need = care_need(actor, Person, today_in(actor.time_zone))
    select = sa.select(Person.id, need).outerjoin(ChildCare, stated_of(Person))
    rows = db.session.execute(select.where(Person.id.in_(person_ids), policies.in_scope(actor), need.is_not(None)))
    return {person_id: CareNeed(need) for person_id, need in rows}


def count_children_waiting(actor: Actor, office_id: UUID, before: datetime) -> int:
    """Children of an office, registered before an instant, of whom it has to be recorded who answers for them.

    Restricted files are not counted: whoever knows them finds them in the list.
    """
    need = care_need(actor, Person, today_in(actor.time_zone))
    waiting = (
        sa.select(sa.func.count())
        .select_from(Person)
        .outerjoin(ChildCare, stated_of(Person))
        .where(Person.office_id == office_id, Person.is_restricted.is_(False), Person.merged_into_id.is_(None))
        .where(Person.registered_at < before, need.in_(TO_RECORD))
    )
    return db.session.scalar(waiting) or 0


def count_waiting_by_night(actor: Actor, office_ids: Collection[UUID]) -> int:
    """The same of some offices within the actor's scope, as it was counted last night."""
    counted = sa.select(sa.func.sum(CareBacklog.children)).where(
        CareBacklog.office_id.in_(office_ids), lies_within(actor, Permission.VIEW_PERSON, CareBacklog.office_id)
    )
    return db.session.scalar(counted) or 0


def stated_of(person: Any) -> sa.ColumnElement[bool]:
    """The condition that joins the statement in force to its person; ``care_need`` reads both."""
    return sa.and_(ChildCare.person_id == person.id, *_IN_FORCE)


def care_need(actor: Actor, person: Any, today: date) -> sa.ColumnElement[Any]:
    """``CareNeed`` of a person as a text, or null. The statement has to join ``stated_of``."""
    parents = _parents_of(actor, person, today)
    guardian_name: Any = ChildCare.guardian_name.column
    is_incomplete = sa.and_(
        ChildCare.situation.in_(policies.WITHOUT_PARENTS),
        sa.or_(
            sa.and_(ChildCare.guardian_id.is_(None), guardian_name.is_(None)),
            ChildCare.consent_holder == ConsentHolder.NOBODY_YET,
        ),
    )
    was_stated, is_child = ChildCare.id.is_not(None), _is_taken_for_child(person, today)
    died = is_gone_by_death(actor, person, is_with_parent=parents.are_there)
    again = sa.case((died, CareNeed.CARER_DIED.value), else_=CareNeed.ASK_AGAIN.value)
    return sa.case(
        (sa.or_(is_surely_adult(person, today), person.erased_at.is_not(None), person.death_known_by.is_not(None)), None),
        (sa.and_(was_stated, is_gone(actor, person, is_with_parent=parents.are_there)), again),
        (sa.and_(was_stated, is_incomplete), CareNeed.COMPLETE.value),
        (sa.or_(was_stated, ~_has_an_age(person), parents.are_there), None),
        (sa.and_(is_child, ~parents.may_be_there), CareNeed.ASK.value),
        (is_child, CareNeed.CONFIRM.value),
        else_=CareNeed.ASK_PERHAPS.value,
    )


class _Parents:
    """Conditions: a parent is with the person for sure, or possibly."""

    def __init__(self, are_there: sa.ColumnElement[bool], may_be_there: sa.ColumnElement[bool]) -> None:
        self.are_there = are_there
        self.may_be_there = may_be_there


def _parents_of(actor: Actor, person: Any, today: date) -> _Parents:
    own, other, adult = aliased(HouseholdMember), aliased(HouseholdMember), aliased(Person)
    together = (
        sa.select(sa.literal(1))
        .select_from(own)
        .join(other, sa.and_(other.household_id == own.household_id, other.left_on.is_(None), other.person_id != own.person_id))
        .join(adult, adult.id == other.person_id)
        .where(
            own.person_id == person.id,
            own.left_on.is_(None),
            lies_within(actor, Permission.VIEW_PERSON, other.scope_id),
            ~is_surely_child(adult, today),
            adult.death_known_by.is_(None),
        )
        .correlate(person)
    )
    sure = together.where(are_related(own, other, policies.PARENTS), is_surely_adult(adult, today))
    return _Parents(sure.exists(), together.where(are_related(own, other, policies.PERHAPS_PARENTS)).exists())


def _has_an_age(person: Any) -> sa.ColumnElement[bool]:
    return sa.or_(person.birth_year.is_not(None), person.stated_age.is_not(None))


def _is_taken_for_child(person: Any, today: date) -> sa.ColumnElement[bool]:
    """Surely a child, or said to be under 18 and not surely older by now: in doubt a child is treated as one."""
    said = sa.and_(person.birth_year.is_(None), person.stated_age < policies.ADULT_AGE)
    return sa.or_(is_surely_child(person, today), sa.func.coalesce(said, sa.false()))


def is_surely_child(person: Any, today: date) -> sa.ColumnElement[bool]:
    """Under 18 by every age they can have on a day; the same as ``Person.age_range`` says."""
    oldest = _turns_18(person, sa.literal(1), sa.literal(1)) > _parts(today)
    days = sa.cast(sa.literal(today, sa.Date) - person.age_stated_on, sa.Numeric)
    said_today = sa.and_(days == 0, person.stated_age < policies.ADULT_AGE)
    stated = sa.or_(said_today, days < (policies.ADULT_AGE - 1 - person.stated_age) * DAYS_OF_A_YEAR)
    return sa.func.coalesce(sa.case((person.birth_year.is_not(None), oldest), else_=stated), sa.false())


def is_surely_adult(person: Any, today: date) -> sa.ColumnElement[bool]:
    """18 or older by every age they can have on a day."""
    month = sa.func.coalesce(person.birth_month, 12)
    youngest = _turns_18(person, sa.literal(12), _last_day(person.birth_year, month)) <= _parts(today)
    days = sa.cast(sa.literal(today, sa.Date) - person.age_stated_on, sa.Numeric)
    stated = days >= (policies.ADULT_AGE - person.stated_age) * DAYS_OF_A_YEAR
    return sa.func.coalesce(sa.case((person.birth_year.is_not(None), youngest), else_=stated), sa.false())


def born_until(person: Any) -> sa.ColumnElement[Any]:
    """The latest day on which somebody can have been born, by the date or the age that was said; null where neither is known."""
    month = sa.func.coalesce(person.birth_month, 12)
    last = sa.func.coalesce(person.birth_day, _last_day(person.birth_year, month))
    by_date = sa.func.make_date(sa.cast(person.birth_year, sa.Integer), sa.cast(month, sa.Integer), sa.cast(last, sa.Integer))
    months = sa.cast(sa.func.coalesce(person.stated_age_months, person.stated_age * 12), sa.Integer)
    by_age = sa.cast(person.age_stated_on - sa.func.make_interval(0, months), sa.Date)
    return sa.case((person.birth_year.is_not(None), by_date), else_=by_age)


def _turns_18(person: Any, month: Any, day: Any) -> Any:
    """Year, month and day of turning 18, with what stands for unknown parts; compared part by part, as for 29 February."""
    known = (sa.func.coalesce(person.birth_month, month), sa.func.coalesce(person.birth_day, day))
    return sa.tuple_(person.birth_year + policies.ADULT_AGE, *known)


def _parts(day: date) -> Any:
    return sa.tuple_(sa.literal(day.year), sa.literal(day.month), sa.literal(day.day))


def _last_day(year: Any, month: Any) -> Any:
    """The number of days of a month."""
    first = sa.func.make_date(sa.cast(year, sa.Integer), sa.cast(month, sa.Integer), 1)
    return sa.cast(sa.extract("day", first + sa.text("interval '1 month - 1 day'")), sa.Integer)
