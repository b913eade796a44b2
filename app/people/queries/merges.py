"""Two files that became one: which they were, and what a merged file leads to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.people import policies
from app.people.models import HouseholdMember, Person, PersonMerge
from app.people.queries.persons import get_person

IDS = postgresql.ARRAY(postgresql.UUID(as_uuid=True))


def lock_pair(actor: Actor, one_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Two persons, locked in the order of their ids: two who merge them the other way round wait for each other once.

    Raises:
        NotFound: one of them is not within the actor's scope, or was merged meanwhile.
    """
    locked = {person_id: get_person(actor, person_id, for_update=True) for person_id in sorted({one_id, other_id})}
    return locked[one_id], locked[other_id]


def list_merges(actor: Actor, person: Person) -> Sequence[PersonMerge]:
    """The merges of a file with who made and undid them, the latest first; undone ones also of the file that was parted."""
    policies.check_can_read_person(actor, person)
    of_file = sa.or_(PersonMerge.person_id == person.id, PersonMerge.merged_id == person.id)
    select = sa.select(PersonMerge).where(of_file).options(joinedload(PersonMerge.merger), joinedload(PersonMerge.undoer))
    return db.session.scalars(select.order_by(PersonMerge.id.desc())).all()


def get_merge(actor: Actor, person: Person, merge_id: UUID, *, for_update: bool = False) -> PersonMerge:
    """One merge of a file.

    Raises:
        NotFound: there is none.
    """
    policies.check_can_view_person(actor, person)
    select = sa.select(PersonMerge).where(PersonMerge.id == merge_id, PersonMerge.person_id == person.id)
    select = select.options(joinedload(PersonMerge.merger, innerjoin=True))
    if for_update:
        select = select.with_for_update(of=PersonMerge).execution_options(populate_existing=True)
    merge = db.session.scalar(select)
    if merge is None:
        raise NotFound(policies.NO_SUCH_ROW)
    return merge


def latest_merge(person: Person) -> PersonMerge | None:
    """The merge of a file that would be undone first; None where none is in force."""
    in_force = sa.select(PersonMerge).where(PersonMerge.person_id == person.id, PersonMerge.undone_at.is_(None))
    return db.session.scalar(in_force.order_by(PersonMerge.id.desc()).limit(1))


def came_with(merge: PersonMerge, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these rows that came with a merge."""
    return frozenset(db.session.scalar(sa.select(sa.func.quipu_came_with(merge.id, sa.cast(list(ids), IDS)))) or ())


def others_present(member: HouseholdMember) -> int:
    """How many others belong to a member's household today, as far as the actor of the transaction sees them."""
    others = sa.and_(
        HouseholdMember.household_id == member.household_id,
        HouseholdMember.left_on.is_(None),
        HouseholdMember.person_id != member.person_id,
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(HouseholdMember).where(others)) or 0
