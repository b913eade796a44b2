"""Who is registered by an import: the children among them before it is confirmed, and the people of a finished one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.pagination import PAGE_SIZE
from app.imports.enums import Decision, PieceKind
from app.imports.models import ImportEntry, ImportPiece, ImportRow, PeopleImport
from app.people import policies as person_rules
from app.people.enums import CareNeed
from app.people.models import ChildCare, Person
from app.people.queries import TO_RECORD, care_need, find_care_needs, stated_of

MOST_NAMED = 12
"""Rows of children that are named by their number; of more, only how many there are."""
LAST_ROW = 1_048_576
"""Of a sheet."""


@dataclass(frozen=True)
class Children:
    """How many people under 18 are to be registered, and the first of their rows."""

    count: int
    first: Sequence[int]


@dataclass(frozen=True)
class Registered:
    """Some of the people of a finished import, in the order of the file.

    Attributes:
        people: number of the row and the person of it; only those whom the reader may see.
        needs: by id, what has to be asked about the children among them.
        start: the number from which these were read; ``previous`` and ``following`` are where the neighbouring ones begin.
    """

    people: Sequence[tuple[int, Person]]
    needs: Mapping[UUID, CareNeed]
    start: int
    previous: int | None
    following: int | None


def children_to_register(brought: PeopleImport) -> Children:
    """Of the rows as they are decided by now; nothing of the file is opened for it."""
    facts = ImportPiece.import_id == brought.id, ImportPiece.kind == PieceKind.FACTS
    number = sa.func.unnest(ImportPiece.child_numbers).label("number")
    numbers = sa.select(number).where(*facts).subquery()
    select = (
        sa.select(numbers.c.number, sa.func.count().over())
        .outerjoin(ImportRow, sa.and_(ImportRow.import_id == brought.id, ImportRow.number == numbers.c.number))
        .where(sa.or_(ImportRow.id.is_(None), ImportRow.decision == Decision.REGISTER))
        .order_by(numbers.c.number)
        .limit(MOST_NAMED)
    )
    rows = db.session.execute(select).all()
    return Children(rows[0][1] if rows else 0, [found for found, _count in rows])


def list_registered(actor: Actor, brought: PeopleImport, start: int | None, *, only_to_ask: bool) -> Registered:
    """People of a finished import from a row on. A page costs the same at the end of a long file as at its beginning.

    Args:
        only_to_ask: only children of whom it has to be recorded who answers for them.
    """
    begin = min(max(start or 0, 0), LAST_ROW)
    select = _entries(actor, brought, only_to_ask=only_to_ask)
    later = select.where(ImportEntry.number >= begin).order_by(ImportEntry.number).limit(PAGE_SIZE + 1)
    with_facts = later.options(joinedload(Person.office), selectinload(Person.nationalities))
    rows = [(row.number, row.Person) for row in db.session.execute(with_facts)]
    shown = rows[:PAGE_SIZE]
    earlier = select.where(ImportEntry.number < begin).order_by(ImportEntry.number.desc()).limit(PAGE_SIZE)
    before = [row.number for row in db.session.execute(earlier)] if begin else []
    needs = find_care_needs(actor, [person.id for _number, person in shown])
    following = rows[PAGE_SIZE][0] if len(rows) > PAGE_SIZE else None
    return Registered(shown, needs, begin, previous=before[-1] if before else None, following=following)


def _entries(actor: Actor, brought: PeopleImport, *, only_to_ask: bool) -> sa.Select[int, Person]:
    select = (
        sa.select(ImportEntry.number, Person)
        .join(Person, Person.id == ImportEntry.person_id)
        .where(ImportEntry.import_id == brought.id, Person.erased_at.is_(None), person_rules.in_scope(actor))
    )
    if not only_to_ask:
        return select
    need = care_need(actor, Person, today_in(actor.time_zone))
    return select.outerjoin(ChildCare, stated_of(Person)).where(need.in_(TO_RECORD))
