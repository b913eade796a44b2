"""Who has enough in common with rows of a file to be compared: keys joined in SQL for thousands of rows at once."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from struct import iter_unpack
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.foundation.database import db
from app.imports.models import ImportKeys
from app.people.matching import MOST_IN_A_BLOCK, Record
from app.people.matching.registered import record_of
from app.people.models import IdentityDocument, Person, PersonNationality
from app.people.models.match_keys import COLUMNS as MADE_FROM

AT_ONCE = 5_000
COMPARED = (Person.id, Person.office_id, *MADE_FROM)

ASKED_KEYS = (
    """CREATE TEMP TABLE asked_key ON COMMIT DROP AS
    SELECT key, bool_or(key = ANY (strong)) AS is_strong FROM import_keys CROSS JOIN LATERAL unnest(keys) AS key
    WHERE import_id = :import_id AND piece = ANY (:pieces) GROUP BY key""",
    "ANALYZE asked_key",
)
# Each key asked for that somebody else has too: the people of the country whose files are not restricted, and the rows of the
# whole file, as bytes. A key that very many have is left out: who shares it is found by another, rarer one. "IS TRUE" keeps the
# planner, which takes the country for a handful of people, from looking through all keys asked for at each of theirs.
SHARED_KEYS = """
    SELECT key IN (SELECT key FROM asked_key WHERE is_strong), coalesce(string_agg(person, ''), ''), string_agg(row, '')
    FROM (
        SELECT unnest(person.match_keys) AS key, uuid_send(person.id) AS person, NULL::bytea AS row
        FROM person JOIN office ON office.id = person.office_id
        WHERE office.country = :country AND NOT person.is_restricted AND person.erased_at IS NULL
        UNION ALL
        SELECT unnest(keys), NULL, int4send(number) FROM import_keys WHERE import_id = :import_id
    ) AS known WHERE (key IN (SELECT key FROM asked_key)) IS TRUE
    GROUP BY key HAVING count(*) BETWEEN 2 AND :most"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Whom one row has to be compared with: people, and earlier rows of the file by their numbers."""

    people: Sequence[UUID]
    rows: Sequence[int]


@dataclass(slots=True)
class _Counting:
    """How many keys rows have in common with whom. Meanwhile a person is an even number, and a row of the file an odd one.

    Attributes:
        shared: by row, everybody who has one of its keys, as often as they have.
    """

    rows: Collection[int]
    people: dict[bytes, int] = field(default_factory=dict)
    shared: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("I")))

    def add(self, people: bytes, rows: bytes, *, times: int) -> None:
        numbers = [number for (number,) in iter_unpack(">i", rows)]
        known = self.people
        having = [2 * known.setdefault(person_id, len(known)) for (person_id,) in iter_unpack("16s", people)]
        everybody = array("I", having + [2 * number + 1 for number in numbers]) * times
        for number in numbers:
            if number in self.rows:
                self.shared[number].extend(everybody)

    def found(self, least: int) -> Iterator[tuple[int, Candidates]]:
        ids = list(self.people)
        for number, everybody in self.shared.items():
            enough = [who for who, count in Counter(everybody).items() if count >= least]
            people = [UUID(bytes=ids[who >> 1]) for who in enough if not who & 1]
            rows = [who >> 1 for who in enough if who & 1 and who >> 1 < number]
            if people or rows:
                yield number, Candidates(people, rows)


def find_candidates(
    import_id: UUID, country: str, *, pieces: Sequence[int], least: int
) -> Mapping[int, Mapping[int, Candidates]]:
    """By piece and row, whom the rows of these pieces have to be compared with.

    Args:
        least: how many keys two have to have in common, unless one of them is of a document or a phone.
    """
    piece_of = _pieces_of_rows(import_id, pieces)
    counting = _Counting(piece_of)
    for is_strong, people, rows in _shared_keys(import_id, country, pieces):
        counting.add(people, rows, times=least if is_strong else 1)
    found: dict[int, dict[int, Candidates]] = {piece: {} for piece in pieces}
    for number, candidates in counting.found(least):
        found[piece_of[number]][number] = candidates
    return found


def _shared_keys(import_id: UUID, country: str, pieces: Sequence[int]) -> Iterable[tuple[bool, bytes, bytes]]:
    db.session.execute(sa.text("SET LOCAL work_mem = '96MB'"))
    db.session.execute(sa.text(ASKED_KEYS[0]), {"import_id": import_id, "pieces": list(pieces)})
    db.session.execute(sa.text(ASKED_KEYS[1]))
    values = {"import_id": import_id, "country": country, "most": MOST_IN_A_BLOCK}
    found: Sequence[Any] = db.session.execute(sa.text(SHARED_KEYS), values).all()
    db.session.execute(sa.text("DROP TABLE asked_key"))
    return found


def _pieces_of_rows(import_id: UUID, pieces: Iterable[int]) -> Mapping[int, int]:
    asked = ImportKeys.import_id == import_id, ImportKeys.piece.in_(list(pieces))
    return dict(db.session.execute(sa.select(ImportKeys.number, ImportKeys.piece).where(*asked)).all())


def people_compared(ids: Collection[UUID]) -> Mapping[UUID, tuple[UUID, Record]]:
    """Office and record of each of these people."""
    documents, nationalities = _values(IdentityDocument.number_index, ids), _values(PersonNationality.country, ids)
    found: dict[UUID, tuple[UUID, Record]] = {}
    for some in _in_groups(list(ids)):
        for row in db.session.execute(sa.select(*COMPARED).where(Person.id == sa.any_(_array(some)))):
            record = record_of(row, documents=documents.get(row.id, ()), nationalities=nationalities.get(row.id, ()))
            found[row.id] = row.office_id, record
    return found


def _values(column: Any, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for some in _in_groups(list(ids)):
        select = sa.select(column.class_.person_id, column).where(column.class_.person_id == sa.any_(_array(some)))
        for person_id, value in db.session.execute(select):
            found[person_id].append(value)
    return found


def _in_groups(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _array(ids: Sequence[UUID]) -> Any:
    return sa.literal(list(ids), postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
