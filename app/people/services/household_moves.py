"""Households that split, and households that become one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import RefusedInput
from app.people import policies, queries
from app.people.enums import HouseholdAct, Relation
from app.people.models import Household, HouseholdMember
from app.people.services.household_history import Act, take_turn
from app.people.services.households import (
    check_all_changeable,
    check_unchanged,
    follow_head,
    join,
    leave,
    lock_household,
    new_household,
    present_members,
)


@dataclass(frozen=True, kw_only=True)
class Split:
    """Who leaves a household together.

    Attributes:
        relations: by the ids of those who leave, what each one is to the new head, who is one of them.
        members: the ids of all who belonged to the household when it was decided.
        head_of_rest: who is the head of those who stay, where the head leaves.
        confirmed: whether a child may lead a household, or one have no adult.
    """

    relations: Mapping[UUID, Relation]
    members: frozenset[UUID]
    on: date
    head_of_rest: UUID | None = None
    confirmed: Collection[policies.Confirmed] = ()


def split_household(actor: Actor, household_id: UUID, split: Split) -> Household:
    """Move some members together into a new household; both keep that they were one.

    Raises:
        NotFound: there is no such household in the actor's scope.
        RefusedInput: nobody leaves or nobody stays, no head or several, an impossible date, who belongs to the household
            changed meanwhile, or a child would lead one of the two without this having been confirmed.
    """
    household = lock_household(actor, household_id)
    members = present_members(household)
    check_unchanged(members, split.members)
    leaving = [member for member in members if member.person_id in split.relations]
    staying = [member for member in members if member not in leaving]
    policies.check_can_split(leaving, staying)
    check_all_changeable(actor, leaving)
    policies.check_one_head(split.relations.values())
    today = today_in(actor.time_zone)
    policies.check_day_of_change(split.on, leaving, today=today)
    _check_children_are_led(split, leaving, staying, today)
    act = Act(actor=actor, occurred_on=split.on, kind=HouseholdAct.SPLIT)
    loses_head = any(member.relation is Relation.HEAD for member in leaving)
    new = new_household(household.office_id)
    _move(act, leaving, new, split.relations)
    if loses_head:
        follow_head(act, staying, split.head_of_rest)
    return new


def _check_children_are_led(
    split: Split, leaving: Sequence[HouseholdMember], staying: Sequence[HouseholdMember], today: date
) -> None:
    new_heads = {person_id for person_id, relation in split.relations.items() if relation is Relation.HEAD} | {split.head_of_rest}
    policies.check_children_are_led(
        [[member.person for member in members] for members in (leaving, staying)],
        [member.person for member in (*leaving, *staying) if member.person_id in new_heads],
        confirmed=split.confirmed,
        today=today,
    )


def merge_households(
    actor: Actor, household_id: UUID, other_id: UUID, relations: Mapping[UUID, Relation], *, on: date
) -> Household:
    """Let the members of another household join this one; the other one ends, and its history stays.

    Args:
        relations: by the ids of those who join, what each one is to the head here.

    Raises:
        NotFound: one of the two is no household in the actor's scope.
        WrongState: one of them has no members any more.
        RefusedInput: the two are one, somebody would become a second head, an impossible date, or who belongs to the other
            household changed meanwhile.
    """
    if household_id == other_id:
        raise RefusedInput(_l("This is the same household. Write the code of the other one"), field="code")
    take_turn(queries.get_household(actor, one).office_id for one in (household_id, other_id))
    first, second = (queries.get_household(actor, one, for_update=True) for one in sorted((household_id, other_id)))
    household, other = (first, second) if first.id == household_id else (second, first)
    here, joining = present_members(household), present_members(other)
    policies.check_can_merge(here, joining)
    check_unchanged(joining, relations)
    check_all_changeable(actor, joining)
    for relation in relations.values():
        policies.check_relation_to_head(relation)
    policies.check_day_of_change(on, joining, today=today_in(actor.time_zone))
    act = Act(actor=actor, occurred_on=on, kind=HouseholdAct.MERGE)
    _move(act, joining, household, relations)
    return household


def _move(act: Act, members: list[HouseholdMember], to: Household, relations: Mapping[UUID, Relation]) -> None:
    for member in members:
        leave(act, member, to=to)
    # The new head first: a household is never without one.
    for member in sorted(members, key=lambda member: relations[member.person_id] is not Relation.HEAD):
        join(act, to, member.person, relations[member.person_id], origin=member.household)
        act.tell(f"household:{_PAST[act.kind]}", member.person)


_PAST = {HouseholdAct.SPLIT: "split_off", HouseholdAct.MERGE: "merged"}
