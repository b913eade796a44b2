"""Who joins and leaves a household, and as what."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput, WrongState
from app.people.enums import Relation
from app.people.models import HouseholdMember, Person
from app.people.policies.children import is_surely_child

CHANGED_MEANWHILE = _l("The household changed while you were writing. Reload the page to see who belongs to it now.")


def can_join_household(present: HouseholdMember | None) -> bool:
    """Whether somebody may join: nobody lives in two households at once."""
    return present is None


def check_can_join_household(present: HouseholdMember | None) -> None:
    if not can_join_household(present):
        raise RefusedInput(
            _l("This person already belongs to a household. Record first on their file that they left it."), field="code"
        )


def check_relation_to_head(relation: Relation) -> None:
    if relation is Relation.HEAD:
        raise RefusedInput(_l("The household already has a head. Choose what the person is to the head."), field="relation")


def check_can_leave_household(member: HouseholdMember | None, *, left_on: date, today: date) -> None:
    if member is None:
        raise WrongState(_l("This person belongs to no household at present. Reload the page to see what was recorded."))
    if left_on < member.joined_on:
        raise RefusedInput(_l("The person joined the household later than that. Check the date"), field="left_on")
    if left_on > today:
        raise RefusedInput(_l("The date cannot be later than today"), field="left_on")


def check_day_of_joining(joined_on: date, *, today: date, left_before: date | None) -> None:
    """Let a day of joining pass.

    Args:
        left_before: when the person last left a household; nobody belongs to two on one day.
    """
    if joined_on > today:
        raise RefusedInput(_l("The date cannot be later than today"), field="joined_on")
    if left_before is not None and joined_on < left_before:
        raise RefusedInput(_l("On that day the person still belonged to another household. Check the date"), field="joined_on")


def check_day_of_change(day: date, members: Collection[HouseholdMember], *, today: date) -> None:
    """Let a day pass on which something changed for members: not in the future, and none of them joined later."""
    if day > today:
        raise RefusedInput(_l("The date cannot be later than today"), field="on")
    if any(day < member.joined_on for member in members):
        raise RefusedInput(_l("One of them joined the household later than that. Check the date"), field="on")


def check_one_head(relations: Collection[Relation]) -> None:
    heads = sum(relation is Relation.HEAD for relation in relations)
    if heads == 0:
        raise RefusedInput(_l("Choose who of them is the head of the household"))
    if heads > 1:
        raise RefusedInput(_l("A household has one head. Choose only one of them"))


def check_can_split(leaving: Sequence[HouseholdMember], staying: Sequence[HouseholdMember]) -> None:
    if not leaving:
        raise RefusedInput(_l("Choose who leaves together, and what each one is to the new head"))
    if not staying:
        raise RefusedInput(_l("Somebody has to stay. If all of them moved, the household is still the same"))


class Confirmed(enum.StrEnum):
    """What is asked before it is so; each is the name of its tick in the forms."""

    CHILDREN_ALONE = "children_may_be_alone"
    CHILD_LEADS = "child_may_lead"


WITHOUT_ADULT = _l("No adult would be with them: all of them are under 18. If it is so, confirm it below and save again")
LED_BY_CHILD = _l(
    "Somebody under 18 would be the head, with adults in the household. If it is so, confirm it below and save again"
)


def check_children_are_led(
    households: Collection[Collection[Person]], heads: Collection[Person], *, confirmed: Collection[Confirmed], today: date
) -> None:
    """Let households pass in which no child would be the head, and none would have no adult, unless that was confirmed.

    Args:
        households: who would live together.
        heads: who would become the head of one of them.
    """
    children = {one.id for members in (*households, heads) for one in members if is_surely_child(one, today)}
    alone = [members for members in households if all(one.id in children for one in members)]
    led = {one.id for one in heads} & children - {one.id for members in alone for one in members}
    if alone and Confirmed.CHILDREN_ALONE not in confirmed:
        raise RefusedInput(WITHOUT_ADULT, field=Confirmed.CHILDREN_ALONE)
    if led and Confirmed.CHILD_LEADS not in confirmed:
        raise RefusedInput(LED_BY_CHILD, field=Confirmed.CHILD_LEADS)


def check_can_merge(here: Sequence[HouseholdMember], joining: Sequence[HouseholdMember]) -> None:
    if not here or not joining:
        raise WrongState(_l("One of the two households has no members any more. Reload the page to see what was recorded."))
