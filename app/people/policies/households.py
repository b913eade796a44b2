"""Who joins and leaves a household, and as what."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from app.foundation.errors import RefusedInput, WrongState
from app.people.enums import Relation
from app.people.models import HouseholdMember


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
