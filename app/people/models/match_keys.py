"""Keeps ``person.match_keys`` true: they are worked out whenever a row that they are made from is written.

Statements that write rows past the models leave NULL; ``services.fill_match_keys`` then works them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.people.matching import match_keys, record_of
from app.people.models.documents import IdentityDocument
from app.people.models.person import Person

MADE_FROM = (
    "given_names", "surname_1", "surname_2", "name_as_said", "other_names", "birth_year", "birth_month", "birth_day",
    "stated_age", "age_stated_on", "phone_index", "erased_at",
)  # fmt: skip
"""Columns of a person on which the keys depend, beside the numbers of their documents."""
COLUMNS = tuple(getattr(Person, name) for name in (*MADE_FROM, "sex"))


def keys_of(person: Any, documents: Iterable[bytes | None]) -> list[int]:
    """The keys of a person, or of a row of their columns, in their order."""
    return sorted(match_keys(record_of(person, documents=documents)))


@sa.event.listens_for(Person, "before_insert")
def _work_out(_mapper: Any, _connection: sa.Connection, person: Person) -> None:
    person.phone_index = Person.phone.fingerprint_of(person.phone)  # in whichever order the two listeners come
    person.match_keys = keys_of(person, [])


@sa.event.listens_for(Person, "before_update")
def _work_out_anew(_mapper: Any, connection: sa.Connection, person: Person) -> None:
    attributes = sa.inspect(person).attrs
    if not any(attributes[name].history.has_changes() for name in MADE_FROM):
        return
    person.match_keys = None if person.erased_at else keys_of(person, _documents_of(connection, person.id))


@sa.event.listens_for(IdentityDocument, "after_insert")
@sa.event.listens_for(IdentityDocument, "after_update")
@sa.event.listens_for(IdentityDocument, "after_delete")
def _work_out_of_holder(_mapper: Any, connection: sa.Connection, document: IdentityDocument) -> None:
    holder = connection.execute(sa.select(*COLUMNS).where(Person.id == document.person_id)).one_or_none()
    if holder is not None and holder.erased_at is None:
        keys = keys_of(holder, _documents_of(connection, document.person_id))
        connection.execute(sa.update(Person).where(Person.id == document.person_id).values(match_keys=keys))


def _documents_of(connection: sa.Connection, person_id: UUID) -> Iterable[bytes | None]:
    return connection.scalars(sa.select(IdentityDocument.number_index).where(IdentityDocument.person_id == person_id)).all()
