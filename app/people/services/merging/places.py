"""What holds of a person but once, when two files become one: the place in a household, and who cares for a child."""

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
from app.people.models import ChildCare, HouseholdMember, Person
from app.people.services.merging.choices import Side

Before = dict[str, Any]
"""Of each place that was changed, by its id: until when it held, and the relation; and the care that ended."""
CARE = "care"


def end_what_holds_once(actor: Actor, kept: Person, other: Person, stays: Side) -> Before:
    """End one of two present places on the day, and of two statements who cares for the child the merged file's.

    Raises:
        RefusedInput: the place that ends is that of a head with others left behind.
    """
    return _end_one_place(actor, kept, other, stays) | _end_one_care(actor, kept, other)


def cares_for_the_other(kept: Person, other: Person) -> bool:
    """Whether one of the two is written down as the guardian of the other: then they are two people."""
    pairs = sa.or_(
        *(
            sa.and_(ChildCare.person_id == child.id, ChildCare.guardian_id == adult.id)
            for child, adult in ((kept, other), (other, kept))
        )
    )
    return bool(db.session.scalar(sa.select(sa.exists().where(pairs, ChildCare.set_aside_at.is_(None)))))


def _end_one_care(actor: Actor, kept: Person, other: Person) -> Before:
    mine, theirs = queries.find_care(actor, kept), queries.find_care(actor, other)
    if mine is None or theirs is None:
        return {}
    theirs.until_on = max(today_in(actor.time_zone), theirs.since_on)
    db.session.flush()
    return {CARE: str(theirs.id)}


def _end_one_place(actor: Actor, kept: Person, other: Person, stays: Side) -> Before:
    """Of one household, the kept file's place goes on; of two, that of the chosen file."""
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
    if care_id := before.pop(CARE, None):
        _restore_care(UUID(care_id))
    for member_id, was in before.items():
        member = db.session.get(HouseholdMember, UUID(member_id), with_for_update=True, populate_existing=True)
        if member is None or (was["left_on"] is None and _has_moved_on(member)):
            continue
        relation = Relation(was["relation"])
        member.relation = Relation.UNKNOWN if relation is Relation.HEAD and _has_another_head(member) else relation
        member.left_on = date.fromisoformat(was["left_on"]) if was["left_on"] else None
        db.session.flush()


def _restore_care(care_id: UUID) -> None:
    care = db.session.get_one(ChildCare, care_id, with_for_update=True, populate_existing=True)
    in_force = sa.exists().where(
        ChildCare.person_id == care.person_id, ChildCare.until_on.is_(None), ChildCare.set_aside_at.is_(None)
    )
    if not db.session.scalar(sa.select(in_force)):
        care.until_on = None
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
