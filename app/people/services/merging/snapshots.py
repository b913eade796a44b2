"""A person's own fields as they stood, to the letter: taken before a merge, put back by undoing it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import db
from app.foundation.encryption import sealed_names
from app.people.models import Person, PersonLanguage, PersonNationality
from app.people.services.facts import NewPerson, facts_of

NOT_SAID_OF_THEM = frozenset({
    "id", "code", "office_id", "is_restricted", "scope_id", "merged_into_id", "registered_by", "registered_at", "erased_at",
    "version", "search_name", "search_keys", "phone_index", "match_keys",
})  # fmt: skip
"""Columns of a person that no edit changes, or that are worked out from others."""
SEALED = sealed_names(Person)
PLAIN = tuple(
    column.key
    for column in sa.inspect(Person).column_attrs
    if column.key not in NOT_SAID_OF_THEM and column.key.removesuffix("_sealed") not in SEALED
)

Snapshot = dict[str, Any]


def snapshot_of(person: Person) -> Snapshot:
    """Every field, with the rows of nationalities and languages by their ids; as JSON holds it."""
    return {
        "fields": {name: _as_json(getattr(person, name)) for name in (*PLAIN, *SEALED)},
        "nationalities": {str(row.id): row.country for row in person.nationalities},
        "languages": {str(row.id): row.language for row in person.languages},
    }


def facts_in(snapshot: Snapshot) -> NewPerson:
    """What a snapshot says, as a statement."""
    person = Person()
    _write_fields(person, snapshot)
    person.nationalities = [PersonNationality(country=country) for country in sorted(snapshot["nationalities"].values())]
    person.languages = [PersonLanguage(language=language) for language in sorted(snapshot["languages"].values())]
    return facts_of(person)


def restore(person: Person, snapshot: Snapshot) -> None:
    """Put everything back, rows under their old ids."""
    _write_fields(person, snapshot)
    person.nationalities = [row for row in person.nationalities if str(row.id) in snapshot["nationalities"]]
    person.languages = [row for row in person.languages if str(row.id) in snapshot["languages"]]
    db.session.flush()  # what goes, goes before the same country or language comes back under its old id
    for row_id, country in _missing(person.nationalities, snapshot["nationalities"]):
        person.nationalities.append(PersonNationality(id=row_id, country=country))
    for row_id, language in _missing(person.languages, snapshot["languages"]):
        person.languages.append(PersonLanguage(id=row_id, language=language))


def _write_fields(person: Person, snapshot: Snapshot) -> None:
    columns = sa.inspect(Person).columns
    for name, value in snapshot["fields"].items():
        setattr(person, name, value if name in SEALED else _from_json(columns[name].type, value))


def _missing(present: Iterable[Any], rows: Mapping[str, str]) -> list[tuple[UUID, str]]:
    there = {str(row.id) for row in present}
    return [(UUID(row_id), value) for row_id, value in rows.items() if row_id not in there]


def _as_json(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _from_json(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return kind.enum_class(value)
    return date.fromisoformat(value) if isinstance(kind, sa.Date) else value
