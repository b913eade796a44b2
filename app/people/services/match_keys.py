"""Match keys and frequencies of names where no single change of a person makes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.accounts.models import Office
from app.foundation.database import db
from app.foundation.turns import wait_for_turn
from app.people.models import IdentityDocument, Person, keys_of
from app.people.models.match_keys import COLUMNS
from app.people.queries import common_in

PEOPLE_AT_A_TIME = 2_000
GROWTH = 1.5
DOCUMENTS = (
    sa.select(sa.func.array_agg(IdentityDocument.number_index))
    .where(IdentityDocument.person_id == Person.id, IdentityDocument.number_index.is_not(None))
    .scalar_subquery()
    .label("documents")
)
MADE_FROM = sa.select(Person.id, *COLUMNS, DOCUMENTS)
WITHOUT_KEYS = MADE_FROM.where(Person.match_keys.is_(None), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
"""People whose keys are not worked out yet, with all that they are made from."""
WRITE_KEYS = sa.text(
    "UPDATE person SET match_keys = string_to_array(made.keys, ' ')::bigint[]"
    " FROM unnest(:ids, :keys) AS made (id, keys) WHERE person.id = made.id"
).bindparams(
    sa.bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True))),
    sa.bindparam("keys", type_=postgresql.ARRAY(sa.Text)),
)


def fill_match_keys() -> int:
    """Work out the keys of some people who have none: those of a version before, and whom bulk statements wrote.

    Whoever is being changed at this moment is passed over.

    Returns:
        How many there were.
    """
    some = WITHOUT_KEYS.limit(PEOPLE_AT_A_TIME).with_for_update(of=Person, skip_locked=True)
    rows = db.session.execute(some).all()
    if rows:
        db.session.execute(WRITE_KEYS, keys_to_write(rows))
    return len(rows)


def write_match_keys(person_ids: Collection[UUID]) -> None:
    """Work out the keys of these people anew: their documents moved."""
    rows = db.session.execute(MADE_FROM.where(Person.id.in_(person_ids))).all()
    db.session.execute(WRITE_KEYS, keys_to_write(rows))


def keys_to_write(rows: Iterable[Any]) -> dict[str, Sequence[Any]]:
    """The parameters of ``WRITE_KEYS`` for rows of ``WITHOUT_KEYS``."""
    made = [(row.id, " ".join(map(str, keys_of(row, row.documents or [])))) for row in rows]
    return {"ids": [row_id for row_id, _ in made], "keys": [keys for _, keys in made]}


def count_names_after_growth(country: str) -> None:
    """Count names anew where so many people came since the night that what was common then says little."""
    here = sa.select(sa.func.count()).select_from(Person).join(Office, Office.id == Person.office_id)
    people = db.session.scalar(here.where(Office.country == country, Person.erased_at.is_(None))) or 0
    if people > GROWTH * common_in(country, []).among:
        count_names()


def count_names() -> None:
    """Count anew how common names and birth dates are in each country."""
    wait_for_turn("names are counted")
    db.session.execute(sa.select(sa.func.quipu_count_names()))
