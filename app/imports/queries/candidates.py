"""Who has enough in common with rows of a file to be compared: keys joined in SQL, for all rows at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.accounts.models import Office
from app.foundation.database import db
from app.people.matching import MOST_IN_A_BLOCK, Frequencies, Record
from app.people.matching.records import Role, read_words
from app.people.matching.registered import record_of
from app.people.models import IdentityDocument, Person, PersonNationality
from app.people.models.match_keys import COLUMNS as MADE_FROM

AT_ONCE = 5_000
COMPARED = (Person.id, Person.office_id, *MADE_FROM)

# Everybody who may be found, by key: the people of the country whose files are not restricted, and the rows of the file.
STAGE_KEYS = (
    """CREATE TEMP TABLE known_key ON COMMIT DROP AS
    SELECT key, person.id AS person_id, NULL::integer AS number
    FROM person JOIN office ON office.id = person.office_id CROSS JOIN LATERAL unnest(person.match_keys) AS key
    WHERE office.country = :country AND NOT person.is_restricted AND person.erased_at IS NULL
    UNION ALL
    SELECT key, NULL, number
    FROM import_keys CROSS JOIN LATERAL unnest(keys) AS key WHERE import_id = :import_id""",
    """DELETE FROM known_key USING (
        SELECT key FROM known_key GROUP BY key HAVING count(*) > :most
    ) AS common WHERE known_key.key = common.key""",
    "ANALYZE known_key",
)
WRITE_CANDIDATES = sa.text(
    """WITH asked AS MATERIALIZED (
        SELECT number, piece, key, key = ANY (strong) AS is_strong
        FROM import_keys CROSS JOIN LATERAL unnest(keys) AS key
        WHERE import_id = :import_id AND piece BETWEEN :first AND :last
    )
    INSERT INTO import_candidate (import_id, office_id, piece, number, person_id, other_number)
    SELECT :import_id, :office_id, asked.piece, asked.number, known_key.person_id, known_key.number
    FROM asked JOIN known_key ON known_key.key = asked.key
    WHERE known_key.number IS NULL OR known_key.number < asked.number
    GROUP BY asked.piece, asked.number, known_key.person_id, known_key.number
    HAVING count(*) >= :shared OR bool_or(asked.is_strong)"""
)


def stage_keys(import_id: UUID, country: str) -> None:
    """Lay out the keys of everybody who may be found, for the transaction at hand.

    A key that very many have is left out: who shares it is found by another, rarer one.
    """
    values = {"import_id": import_id, "country": country, "most": MOST_IN_A_BLOCK}
    for statement in STAGE_KEYS:
        db.session.execute(sa.text(statement), {name: value for name, value in values.items() if f":{name}" in statement})


def write_candidates(import_id: UUID, office_id: UUID, *, pieces: tuple[int, int], shared: int) -> None:
    """Write down whom the rows of these pieces, the last included, have to be compared with.

    Args:
        shared: how many keys two have to have in common, unless one of them is of a document or a phone.
    """
    within = {"first": pieces[0], "last": pieces[1], "shared": shared}
    db.session.execute(WRITE_CANDIDATES, {"import_id": import_id, "office_id": office_id, **within})


def people_compared(ids: Collection[UUID]) -> Mapping[UUID, tuple[UUID, Record]]:
    """Office and record of each of these people."""
    documents, nationalities = _values(IdentityDocument.number_index, ids), _values(PersonNationality.country, ids)
    found: dict[UUID, tuple[UUID, Record]] = {}
    for some in _in_groups(sorted(ids)):
        for row in db.session.execute(sa.select(*COMPARED).where(Person.id == sa.any_(_array(some)))):
            record = record_of(row, documents=documents.get(row.id, ()), nationalities=nationalities.get(row.id, ()))
            found[row.id] = row.office_id, record
    return found


def _values(column: Any, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for some in _in_groups(sorted(ids)):
        select = sa.select(column.class_.person_id, column).where(column.class_.person_id == sa.any_(_array(some)))
        for person_id, value in db.session.execute(select):
            found[person_id].append(value)
    return found


def find_frequencies(country: str) -> Frequencies:
    """How common names are among the people of a country."""
    select = (
        sa.select(Person.given_names, Person.surname_1, Person.surname_2, Person.birth_year, Person.birth_month, Person.birth_day)
        .join(Office, Office.id == Person.office_id)
        .where(Office.country == country, Person.erased_at.is_(None))
    )
    words, sounds, births, people = Counter[str](), Counter[str](), Counter[str](), 0
    for given, one, other, year, month, day in db.session.execute(select.execution_options(yield_per=AT_ONCE)):
        people += 1
        told = {*read_words(f"{given or ''} {one or ''} {other or ''}", Role.GIVEN)}
        words.update({word.text for word in told})
        sounds.update({word.sound for word in told})
        if year:
            births["".join(f"{part:02d}" for part in (year, month, day) if part)] += 1
    return Frequencies(people, words, sounds, births)


def _in_groups(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _array(ids: Sequence[UUID]) -> Any:
    return sa.literal(list(ids), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
