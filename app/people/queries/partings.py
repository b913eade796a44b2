"""Children and who answered for them, who live together no more: computed from memberships and what was recorded of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.scopes import lies_within
from app.people import policies
from app.people.enums import CareSituation, HouseholdStep, Relation
from app.people.models import ChildCare, HouseholdEvent, HouseholdMember, Person


def parted_since(moment: datetime) -> sa.Select[Any]:
    """The ids of those from whose household somebody has gone, or who have gone from it, by what was recorded since a moment."""
    return (
        sa.select(HouseholdMember.person_id)
        .join(HouseholdEvent, HouseholdEvent.household_id == HouseholdMember.household_id)
        .where(HouseholdEvent.recorded_at >= moment, _is_parting(HouseholdEvent))
    )


def last_parting(actor: Actor, person: Any) -> sa.ScalarSelect[Any]:
    """When it was last recorded that somebody of the person's households went, or the person from one; null where nobody did."""
    own = aliased(HouseholdMember)
    select = (
        sa.select(sa.func.max(HouseholdEvent.recorded_at))
        .select_from(own)
        .join(HouseholdEvent, HouseholdEvent.household_id == own.household_id)
        .where(own.person_id == person.id, _is_parting(HouseholdEvent))
        .where(lies_within(actor, Permission.VIEW_PERSON, HouseholdEvent.scope_id))
    )
    return select.correlate(person).scalar_subquery()


def is_gone(actor: Actor, person: Any, *, is_with_parent: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether the child and who answered for them were parted after that was stated; not once they are together again.

    Who answered is the guardian who was named, or where a child is with a parent and nobody was named, who may be that parent.
    A guardian who died is gone wherever they lived.
    """
    theirs = aliased(HouseholdMember)
    return sa.or_(_partings(actor, person, theirs, is_with_parent=is_with_parent).exists(), _guardian_died(actor))


def is_gone_by_death(actor: Actor, person: Any, *, is_with_parent: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The same, only of who is known to have died."""
    theirs, dead = aliased(HouseholdMember), aliased(Person)
    partings = _partings(actor, person, theirs, is_with_parent=is_with_parent)
    of_dead = partings.join(dead, sa.and_(dead.id == theirs.person_id, dead.death_known_by.is_not(None)))
    return sa.or_(of_dead.exists(), _guardian_died(actor))


def _partings(actor: Actor, person: Any, theirs: Any, *, is_with_parent: sa.ColumnElement[bool]) -> sa.Select[Any]:
    mine, gone = aliased(HouseholdMember), aliased(HouseholdEvent)
    guardian_name: Any = ChildCare.guardian_name.column
    was_a_parent = sa.and_(
        ChildCare.situation == CareSituation.ACCOMPANIED,
        ChildCare.guardian_id.is_(None),
        guardian_name.is_(None),
        ~is_with_parent,
        are_related(mine, theirs, policies.PERHAPS_PARENTS),
    )
    return (
        sa.select(sa.literal(1))
        .select_from(mine)
        .join(theirs, sa.and_(theirs.household_id == mine.household_id, theirs.person_id != mine.person_id))
        .join(gone, sa.and_(gone.household_id == mine.household_id, gone.person_id.in_((mine.person_id, theirs.person_id))))
        .where(mine.person_id == person.id, lies_within(actor, Permission.VIEW_PERSON, theirs.scope_id))
        .where(_is_parting(gone), gone.recorded_at > ChildCare.recorded_at)
        .where(_was_there(mine, gone), _was_there(theirs, gone), ~_live_together(mine, theirs))
        .where(sa.or_(theirs.person_id == ChildCare.guardian_id, was_a_parent))
        .correlate(person, ChildCare)
    )


def _guardian_died(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether the guardian of a statement is known to have died, wherever they lived; only by a file that the actor may know."""
    guardian = aliased(Person)
    died = (
        sa.select(sa.literal(1))
        .select_from(guardian)
        .where(guardian.id == ChildCare.guardian_id, guardian.death_known_by.is_not(None))
        .where(lies_within(actor, Permission.VIEW_PERSON, guardian.scope_id))
        .correlate(ChildCare)
    )
    return died.exists()


def _is_parting(event: Any) -> sa.ColumnElement[bool]:
    """Somebody left, or it was found that they never joined."""
    was_taken_back = event.corrects_id.is_not(None)
    return sa.or_(
        sa.and_(event.step == HouseholdStep.LEFT, ~was_taken_back), sa.and_(event.step == HouseholdStep.JOINED, was_taken_back)
    )


def _was_there(member: Any, event: Any) -> sa.ColumnElement[bool]:
    """A membership on the day of an event; one that was set aside was believed in until then."""
    until = sa.or_(member.left_on.is_(None), member.left_on >= event.occurred_on, member.set_aside_at.is_not(None))
    return sa.and_(member.joined_on <= event.occurred_on, until)


def _live_together(one: Any, other: Any) -> sa.ColumnElement[bool]:
    here, there = aliased(HouseholdMember), aliased(HouseholdMember)
    together = (
        sa.select(sa.literal(1))
        .select_from(here)
        .join(there, sa.and_(there.household_id == here.household_id, there.left_on.is_(None)))
        .where(here.person_id == one.person_id, here.left_on.is_(None), there.person_id == other.person_id)
        .correlate(one, other)
    )
    return together.exists()


def are_related(own: Any, other: Any, pairs: Mapping[Relation, Collection[Relation]]) -> sa.ColumnElement[bool]:
    """Whether two memberships are to the head what one of the pairs says."""
    return sa.or_(*(sa.and_(own.relation == relation, other.relation.in_(adults)) for relation, adults in pairs.items()))
