"""Everything that is kept of people, in the clear, so that two moments can be compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.foundation.actor import Actor
from app.foundation.database import Base
from app.foundation.encryption import look_at_keys_again, sealed_names
from app.people import queries
from app.people.enums import MergeGround
from app.people.models import Person, PersonMerge
from app.people.services import facts_of
from app.people.services.merging import MergeChoice, merge_people, proposed_sides
from app.tables import METADATA

GROWS = frozenset({"person_change", "person_merge", "person_merge_row"})
"""The history: it keeps what was done and undone."""
COUNTS_ON = frozenset({"version"})


def state(session: Session) -> dict[tuple[str, UUID], dict[str, Any]]:
    """Every row of each table that points at a person: its columns, with sealed values opened."""
    session.flush()
    session.expire_all()
    look_at_keys_again()
    found: dict[tuple[str, UUID], dict[str, Any]] = {}
    for model in models_of_people():
        for record in session.scalars(sa.select(model).execution_options(populate_existing=True)):
            found[model.__tablename__, record.id] = _columns(record)
    return found


def models_of_people() -> list[Any]:
    person = METADATA.tables["person"]
    tables = {table.name for table in METADATA.tables.values() for key in table.foreign_keys if key.column.table is person}
    tables = (tables | {"person", "data_key"}) - GROWS
    return sorted((mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ in tables), key=str)


def _columns(record: Any) -> dict[str, Any]:
    sealed = sealed_names(type(record))
    plain = {
        column.key: getattr(record, column.key)
        for column in sa.inspect(type(record)).column_attrs
        if column.key not in COUNTS_ON and column.key.removesuffix("_sealed") not in sealed
    }
    return plain | {name: getattr(record, name) for name in sealed}


def choice_of(kept: Person, other: Person, **fields: Any) -> MergeChoice:
    """What the page proposes."""
    sides = proposed_sides(facts_of(kept), facts_of(other))
    proposed = {"ground": MergeGround.PERSON_SAID, "sides": sides, "versions": (kept.version, other.version)}
    return MergeChoice(**proposed | fields)


def merged(actor: Actor, kept: Person, other: Person, **fields: Any) -> PersonMerge:
    """Merge two files by what the page proposes, or otherwise where a field says so; ``kept`` is read anew afterwards."""
    choice = choice_of(queries.get_person(actor, kept.id), queries.get_person(actor, other.id), **fields)
    merge = merge_people(actor, kept.id, other.id, choice)
    queries.get_person(actor, kept.id)
    return merge
