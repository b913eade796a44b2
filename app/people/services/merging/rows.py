"""The rows of a person that a merge moves, as the actor may know of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.database import Base, db
from app.foundation.encryption import seal_for_another
from app.people import queries, questions
from app.people.models import Person, PersonMerge


@dataclass(frozen=True)
class Rows:
    """Rows of one table: how many, in words."""

    column: str
    words: str
    count: int


def rows_to_move(actor: Actor, person: Person) -> list[Rows]:
    """What goes along when a file is merged into another; of what the actor may not see, nothing."""
    return [rows for rows, _ids in _shown(actor, person)]


def rows_apart(actor: Actor, person: Person, merge: PersonMerge) -> tuple[list[Rows], list[Rows]]:
    """What goes back when a merge is undone, and what was added to the file since and stays with it."""
    back: list[Rows] = []
    stays: list[Rows] = []
    for one in questions.all_belongings():
        if one.shown is None or one.stays:
            continue
        ids = one.shown(actor, person)
        came = queries.came_with(merge, ids)
        since = [row_id for row_id in ids if row_id not in came and row_id > merge.id]
        for count, into in ((len(came), back), (len(since), stays)):
            if count:
                into.append(Rows(one.column, one.words(count), count))
    return back, stays


def columns_that_move() -> list[str]:
    """As the database takes them: ``table.column``, in their order."""
    return [one.column for one in questions.all_belongings() if one.stays is None]


def reseal_what_goes_back(actor: Actor, person: Person, merge: PersonMerge, *, merged_id: UUID) -> None:
    """Seal anew, under the key of the file they go back to, the values that were written into moved rows since the merge."""
    for one in questions.all_belongings():
        table, column = one.column.split(".")
        if one.shown is None or one.stays or column != "person_id":
            continue
        came = queries.came_with(merge, one.shown(actor, person))
        for record in _records(table, came):
            seal_for_another(record, owner_id=merged_id, instead_of=person.id)
    db.session.flush()


def _shown(actor: Actor, person: Person) -> list[tuple[Rows, Sequence[UUID]]]:
    found = []
    for one in questions.all_belongings():
        ids = one.shown(actor, person) if one.shown and not one.stays else ()
        if ids:
            found.append((Rows(one.column, one.words(len(ids)), len(ids)), ids))
    return found


def _records(table: str, ids: Collection[UUID]) -> Sequence[Any]:
    model: Any = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]
    return db.session.scalars(sa.select(model).where(model.id.in_(ids))).all() if ids else []
