"""Households of two files that become one: nobody lives in two of them at once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people import policies, queries
from app.people.enums import Relation
from app.people.models import HouseholdMember, Person
from app.people.services.merging.choices import Side

Before = dict[str, dict[str, Any]]
"""Of each place that was changed, by its id: until when it held, and the relation."""


def end_one_place(actor: Actor, kept: Person, other: Person, stays: Side) -> Before:
    """End one of two present places on the day; of one household, the kept file's goes on.

    Raises:
        RefusedInput: the other one is that of a head with others left behind.
    """
    mine, theirs = queries.find_membership(actor, kept.id), queries.find_membership(actor, other.id)
    if mine is None or theirs is None:
        return {}
    if mine.household_id == theirs.household_id:
        before = _as_it_is(mine, theirs)
        relation = Relation.HEAD if Relation.HEAD in (mine.relation, theirs.relation) else _known(mine.relation, theirs.relation)
        _end(theirs, today_in(actor.time_zone))
        mine.relation = relation
        db.session.flush()
        return before
    ended = theirs if stays is Side.KEPT else mine
    policies.check_may_end_place(ended, queries.others_present(ended))
    before = _as_it_is(ended)
    _end(ended, today_in(actor.time_zone))
    return before


def restore_places(before: Before) -> None:
    """Let each place hold again as it did, unless the person or the household has gone on since."""
    for member_id, was in before.items():
        member = db.session.get(HouseholdMember, UUID(member_id), with_for_update=True, populate_existing=True)
        if member is None or (was["left_on"] is None and _has_moved_on(member)):
            continue
        relation = Relation(was["relation"])
        member.relation = Relation.UNKNOWN if relation is Relation.HEAD and _has_another_head(member) else relation
        member.left_on = date.fromisoformat(was["left_on"]) if was["left_on"] else None
        db.session.flush()


def _as_it_is(*members: HouseholdMember) -> Before:
    return {
        str(member.id): {"left_on": member.left_on and member.left_on.isoformat(), "relation": member.relation.value}
        for member in members
    }


def _known(mine: Relation, theirs: Relation) -> Relation:
    return theirs if mine is Relation.UNKNOWN else mine


def _end(member: HouseholdMember, today: date) -> None:
    member.left_on = max(today, member.joined_on)
    db.session.flush()


def _has_moved_on(member: HouseholdMember) -> bool:
    return _is_another(member, HouseholdMember.person_id == member.person_id)


def _has_another_head(member: HouseholdMember) -> bool:
    same = HouseholdMember.household_id == member.household_id
    return _is_another(member, sa.and_(same, HouseholdMember.relation == Relation.HEAD))


def _is_another(member: HouseholdMember, condition: sa.ColumnElement[bool]) -> bool:
    present = (condition, HouseholdMember.left_on.is_(None), HouseholdMember.id != member.id)
    return bool(db.session.scalar(sa.select(sa.exists().where(*present))))
