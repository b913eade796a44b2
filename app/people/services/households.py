"""Households: who joins, who leaves, and who is the head."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.numbering import next_number
from app.people import policies, queries
from app.people.enums import Relation
from app.people.models import Household, HouseholdMember, Person
from app.people.services.consents import ConsentAnswer
from app.people.services.facts import NewPerson
from app.people.services.persons import register_person


def register_member(
    actor: Actor, anchor_id: UUID, new: NewPerson, relation: Relation, consents: Iterable[ConsentAnswer] = ()
) -> Person:
    """Register somebody new into the household of ``anchor_id``; that person becomes its head if there is none yet.

    Raises:
        NotFound: the anchor lies outside the actor's scope.
        RefusedInput: as in ``register_person``, or the relation is not one to a head.
    """
    household = _household_with_head(actor, anchor_id)
    policies.check_relation_to_head(relation)
    person = register_person(actor, new, tuple(consents))
    _join(actor, household, person, relation)
    return person


def link_member(actor: Actor, anchor_id: UUID, code: str, relation: Relation) -> Person:
    """Bring somebody already registered, named by their code, into the household of ``anchor_id``.

    Raises:
        NotFound: the anchor lies outside the actor's scope.
        RefusedInput: nobody in scope has this code, it is the anchor's own, or they belong to a household already.
    """
    household = _household_with_head(actor, anchor_id)
    policies.check_relation_to_head(relation)
    person = queries.find_person_by_code(actor, code)
    if person is None:
        raise RefusedInput(_l("Nobody in your offices has this code. Look the person up and copy the code"), field="code")
    policies.check_can_join_household(queries.find_membership(actor, person.id))
    _join(actor, household, person, relation)
    return person


def leave_household(actor: Actor, person_id: UUID, left_on: date, *, new_head_id: UUID | None = None) -> None:
    """Record that somebody left their household. Where the head leaves others behind, one of them becomes the head.

    Raises:
        NotFound: the person lies outside the actor's scope.
        WrongState: the person belongs to no household.
        RefusedInput: an impossible date, or a head leaves and no member is named to follow.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    household = queries.get_household_of(actor, person_id)
    member = _member(household, person_id)
    policies.check_can_leave_household(member, left_on=left_on, today=today_in(actor.time_zone))
    member.left_on = left_on
    db.session.flush()
    _record(actor, "household:left", person)
    remaining = present_members(household)
    if member.relation is Relation.HEAD and remaining:
        _make_head(actor, remaining, new_head_id)


def change_relation(actor: Actor, person_id: UUID, relation: Relation) -> None:
    """Set what a member is to the head.

    Raises:
        NotFound: the person lies outside the actor's scope.
        WrongState: the person belongs to no household.
        RefusedInput: the member is the head, or would become a second one.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    member = _member(queries.get_household_of(actor, person_id), person_id)
    policies.check_relation_to_head(member.relation)
    policies.check_relation_to_head(relation)
    member.relation = relation
    _record(actor, "household:relation_changed", person)


def present_members(household: Household) -> list[HouseholdMember]:
    """Those who have not left, the head first, then by the date on which they joined."""
    present = [member for member in household.members if member.left_on is None]
    return sorted(present, key=lambda member: (member.relation is not Relation.HEAD, member.joined_on, member.id))


def _household_with_head(actor: Actor, anchor_id: UUID) -> Household:
    """The anchor's household, locked; a new one with the anchor as its head where there is none."""
    anchor = queries.get_person(actor, anchor_id, for_update=True)
    policies.check_can_change_person(actor, anchor)
    if queries.find_membership(actor, anchor_id) is not None:
        return queries.get_household_of(actor, anchor_id)
    code = f"{anchor.office.code}-H-{next_number(f'household:{anchor.office.code}'):06d}"
    household = Household(code=code, office_id=anchor.office_id, members=[])
    db.session.add(household)
    _join(actor, household, anchor, Relation.HEAD)
    return household


def _join(actor: Actor, household: Household, person: Person, relation: Relation) -> None:
    household.members.append(HouseholdMember(person=person, relation=relation, joined_on=today_in(actor.time_zone)))
    db.session.flush()
    _record(actor, "household:joined", person)


def _member(household: Household, person_id: UUID) -> HouseholdMember:
    return next(member for member in household.members if member.person_id == person_id and member.left_on is None)


def _make_head(actor: Actor, remaining: list[HouseholdMember], new_head_id: UUID | None) -> None:
    """The relations of the others were relations to the head who left: they have to be asked again."""
    new_head = next((member for member in remaining if member.person_id == new_head_id), None)
    if new_head is None:
        raise RefusedInput(_l("Choose who is the head of the household from now on"), field="new_head")
    for member in remaining:
        member.relation = Relation.HEAD if member is new_head else Relation.UNKNOWN
    db.session.flush()
    _record(actor, "household:head_changed", new_head.person)


def _record(actor: Actor, action: str, person: Person) -> None:
    audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
