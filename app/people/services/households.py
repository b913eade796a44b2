"""Households: who joins, who leaves, and who is the head."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import Office
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.numbering import next_number
from app.people import policies, queries
from app.people.enums import HouseholdStep, Relation
from app.people.models import Household, HouseholdMember, Person
from app.people.services.consents import ConsentAnswer
from app.people.services.facts import NewPerson
from app.people.services.household_history import Act, one_place_each, take_turn, write_members
from app.people.services.persons import register_person


def open_household(actor: Actor, household_id: UUID) -> Household:
    """Read the page of a household, and record that it was read.

    Raises:
        NotFound: there is none in which the actor may read a file.
    """
    household = queries.get_household(actor, household_id)
    audit.record(
        actor,
        "household:opened",
        subject_type="household",
        subject_id=household.id,
        office_id=household.office_id,
        count=sum(policies.can_view_person(actor, member.person) for member in household.members),
    )
    return household


def register_member(
    actor: Actor,
    anchor_id: UUID,
    new: NewPerson,
    relation: Relation,
    consents: Iterable[ConsentAnswer] = (),
    *,
    joined_on: date | None = None,
) -> Person:
    """Register somebody new into the household of ``anchor_id``; that person becomes its head if there is none yet.

    Args:
        joined_on: the day since when they belong to it; today where it is None.

    Raises:
        NotFound: the anchor lies outside the actor's scope.
        RefusedInput: as in ``register_person``, the relation is not one to a head, or the day lies in the future.
    """
    policies.check_relation_to_head(relation)
    act = _act_on(actor, joined_on)
    household = _household_with_head(act, anchor_id)
    person = register_person(actor, new, tuple(consents))
    _join(act, household, person, relation)
    return person


def link_member(actor: Actor, anchor_id: UUID, code: str, relation: Relation, *, joined_on: date | None = None) -> Person:
    """Bring somebody already registered, named by their code, into the household of ``anchor_id``.

    Raises:
        NotFound: the anchor lies outside the actor's scope.
        RefusedInput: nobody in scope has this code, it is the anchor's own, they belong to a household already, or on that
            day they still belonged to another.
    """
    policies.check_relation_to_head(relation)
    act = _act_on(actor, joined_on)
    household = _household_with_head(act, anchor_id)
    person = queries.find_person_by_code(actor, code)
    if person is None:
        raise RefusedInput(_l("Nobody in your offices has this code. Look the person up and copy the code"), field="code")
    policies.check_can_join_household(queries.find_membership(actor, person.id))
    _join(act, household, person, relation)
    return person


def leave_household(
    actor: Actor,
    person_id: UUID,
    left_on: date,
    *,
    new_head_id: UUID | None = None,
    confirmed: Collection[policies.Confirmed] = (),
) -> None:
    """Record that somebody left their household. Where the head leaves others behind, one of them becomes the head.

    Args:
        confirmed: whether a child may lead those who stay, or no adult be with them.

    Raises:
        NotFound: the person lies outside the actor's scope.
        WrongState: the person belongs to no household.
        RefusedInput: an impossible date, a head leaves and no member is named to follow, or a child would lead or be alone
            without this having been confirmed.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    household = lock_household_of(actor, person_id)
    member = member_of(household, person_id)
    policies.check_can_leave_household(member, left_on=left_on, today=today_in(actor.time_zone))
    act = Act(actor=actor, occurred_on=left_on)
    go_from(act, household, member, new_head_id=new_head_id, confirmed=confirmed)


def go_from(
    act: Act,
    household: Household,
    member: HouseholdMember,
    *,
    new_head_id: UUID | None,
    confirmed: Collection[policies.Confirmed],
) -> None:
    """Take a member out of a locked household; where they were the head, another one follows.

    Raises:
        RefusedInput: as ``leave_household``.
    """
    remaining = [one for one in present_members(household) if one is not member]
    today = today_in(act.actor.time_zone)
    _check_children_are_led(member, remaining, new_head_id, confirmed=confirmed, today=today)
    leave(act, member)
    act.tell("household:left", member.person)
    if member.relation is Relation.HEAD and remaining:
        follow_head(act, remaining, new_head_id)


def _check_children_are_led(
    leaving: HouseholdMember,
    remaining: list[HouseholdMember],
    new_head_id: UUID | None,
    *,
    confirmed: Collection[policies.Confirmed],
    today: date,
) -> None:
    # When a child goes of whom nobody is to follow, those who stay are no more alone than before.
    if not remaining or (leaving.relation is not Relation.HEAD and policies.is_surely_child(leaving.person, today)):
        return
    heads = [one.person for one in remaining if one.person_id == new_head_id]
    policies.check_children_are_led([[one.person for one in remaining]], heads, confirmed=confirmed, today=today)


def change_relation(actor: Actor, person_id: UUID, relation: Relation) -> None:
    """Set what a member is to the head.

    Raises:
        NotFound: the person lies outside the actor's scope.
        WrongState: the person belongs to no household.
        RefusedInput: the member is the head, or would become a second one.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    member = member_of(lock_household_of(actor, person_id), person_id)
    policies.check_relation_to_head(member.relation)
    policies.check_relation_to_head(relation)
    act = Act(actor=actor, occurred_on=today_in(actor.time_zone))
    set_relations(act, {member: relation})
    act.tell("household:relation_changed", person)


def change_head(
    actor: Actor,
    household_id: UUID,
    relations: Mapping[UUID, Relation],
    *,
    on: date,
    confirmed: Collection[policies.Confirmed] = (),
) -> None:
    """Make another member the head; what each of the others is to the new one is said along with it.

    Args:
        relations: by the ids of all present members whom the actor sees; just one of them is the head.
        confirmed: whether a child may lead them, or be the head where no adult is with them.

    Raises:
        NotFound: there is no such household in the actor's scope.
        WrongState: who belongs to it changed meanwhile.
        RefusedInput: no head or several, an impossible date, or a child would become the head without this having been
            confirmed.
    """
    household = lock_household(actor, household_id)
    members = present_members(household)
    check_unchanged(members, relations)
    check_all_changeable(actor, members)
    policies.check_one_head(relations.values())
    today = today_in(actor.time_zone)
    policies.check_day_of_change(on, members, today=today)
    _check_new_head(members, relations, confirmed, today)
    act = Act(actor=actor, occurred_on=on)
    set_relations(act, {member: relations[member.person_id] for member in members})
    head = next(member for member in members if member.relation is Relation.HEAD)
    act.tell("household:head_changed", head.person)


def _check_new_head(
    members: list[HouseholdMember],
    relations: Mapping[UUID, Relation],
    confirmed: Collection[policies.Confirmed],
    today: date,
) -> None:
    """Who was the head before is not asked about again."""
    chosen = (one for one in members if relations[one.person_id] is Relation.HEAD)
    heads = [one.person for one in chosen if one.relation is not Relation.HEAD]
    if heads:
        policies.check_children_are_led([[one.person for one in members]], heads, confirmed=confirmed, today=today)


def present_members(household: Household) -> list[HouseholdMember]:
    """Those who have not left, the head first, then by the date on which they joined."""
    present = [member for member in household.members if member.left_on is None]
    return sorted(present, key=lambda member: (member.relation is not Relation.HEAD, member.joined_on, member.id))


def member_of(household: Household, person_id: UUID) -> HouseholdMember:
    return next(member for member in household.members if member.person_id == person_id and member.left_on is None)


def lock_household(actor: Actor, household_id: UUID) -> Household:
    """A household, once all earlier changes of its office are done; locked and read anew."""
    take_turn([queries.get_household(actor, household_id).office_id])
    return queries.get_household(actor, household_id, for_update=True)


def lock_household_of(actor: Actor, person_id: UUID) -> Household:
    """The household to which a person belongs, once all earlier changes of its office are done; locked and read anew."""
    take_turn([queries.get_household_of(actor, person_id).office_id])
    return queries.get_household_of(actor, person_id, for_update=True)


def check_unchanged(members: Iterable[HouseholdMember], person_ids: Iterable[UUID]) -> None:
    """Refuse a form that was made while others belonged to the household.

    Raises:
        RefusedInput: with a sentence above the form.
    """
    if {member.person_id for member in members} != set(person_ids):
        raise RefusedInput(policies.CHANGED_MEANWHILE)


def check_all_changeable(actor: Actor, members: Iterable[HouseholdMember]) -> None:
    for member in members:
        policies.check_can_change_person(actor, member.person)


def new_household(office_id: UUID) -> Household:
    """An empty household with a code of its office."""
    office = db.session.get_one(Office, office_id)
    code = f"{office.code}-H-{next_number(f'household:{office.code}'):06d}"
    household = Household(code=code, office_id=office_id, members=[])
    db.session.add(household)
    db.session.flush()
    return household


def join(act: Act, household: Household, person: Person, relation: Relation, *, origin: Household | None = None) -> None:
    member = HouseholdMember(person=person, relation=relation, joined_on=act.occurred_on)
    with one_place_each():
        household.members.append(member)
        db.session.flush()
    act.note(HouseholdStep.JOINED, member, other=origin)


def leave(act: Act, member: HouseholdMember, *, to: Household | None = None) -> None:
    member.left_on = act.occurred_on
    db.session.flush()
    act.note(HouseholdStep.LEFT, member, other=to)


def set_relations(act: Act, relations: Mapping[HouseholdMember, Relation]) -> None:
    """Give members their relations to the head, and note those that changed."""
    before_of = {member: member.relation for member, relation in relations.items() if member.relation is not relation}
    write_members({member: {"relation": relations[member]} for member in before_of})
    for member, before in before_of.items():
        act.note(HouseholdStep.RELATION_CHANGED, member, before=before)


def follow_head(act: Act, remaining: list[HouseholdMember], new_head_id: UUID | None) -> None:
    """The relations of the others were relations to the head who left: they have to be asked again."""
    new_head = next((member for member in remaining if member.person_id == new_head_id), None)
    if new_head is None:
        raise RefusedInput(_l("Choose who is the head of the household from now on"), field="new_head")
    set_relations(act, {member: Relation.HEAD if member is new_head else Relation.UNKNOWN for member in remaining})
    act.tell("household:head_changed", new_head.person)


def _act_on(actor: Actor, day: date | None) -> Act:
    return Act(actor=actor, occurred_on=day or today_in(actor.time_zone))


def _household_with_head(act: Act, anchor_id: UUID) -> Household:
    """The anchor's household, locked; a new one with the anchor as its head where there is none."""
    take_turn([queries.get_person(act.actor, anchor_id).office_id])
    anchor = queries.get_person(act.actor, anchor_id, for_update=True)
    policies.check_can_change_person(act.actor, anchor)
    policies.check_may_be_joined(anchor)
    if queries.find_membership(act.actor, anchor_id) is not None:
        return queries.get_household_of(act.actor, anchor_id, for_update=True)
    household = new_household(anchor.office_id)
    _join(act, household, anchor, Relation.HEAD)
    return household


def _join(act: Act, household: Household, person: Person, relation: Relation) -> None:
    policies.check_may_join(person)
    policies.check_day_of_joining(
        act.occurred_on, today=today_in(act.actor.time_zone), left_before=queries.last_left_on(person.id)
    )
    join(act, household, person, relation)
    act.tell("household:joined", person)
