"""Who may be the person in front of us: within the actor's offices by name, and in the whole country (docs/adr/0024)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Office
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.encryption import fingerprint
from app.people import policies
from app.people.document_numbers import possible_numbers
from app.people.matching import (
    Comparison,
    Frequencies,
    Key,
    Record,
    Told,
    is_worth_asking,
    keys_by_number,
    record_in_common,
    record_of,
    weigh,
)
from app.people.models import IdentityDocument, MatchDecision, Person
from app.people.names import Names
from app.people.queries.candidate import Candidate, Candidates, is_likely, is_of_same_year, letters_apart
from app.people.queries.identifiers import phone_fingerprints
from app.people.queries.search import ids_by_name
from app.people.statement import Statement

MOST_CANDIDATES = 5
MOST_BY_NAME = 30
"""Who are weighed because their names sound like those typed; with few words typed nothing else is known yet."""
MOST_BY_KEYS = 60
MOST_OF_A_KEY = 300
"""One person is compared with others here, not all with all: a commoner key than in a file can be afforded."""
KEYS = postgresql.ARRAY(sa.BigInteger)
TEXTS = postgresql.ARRAY(sa.Text)


@dataclass(frozen=True)
class Common:
    """How common names are where somebody is compared, and among how many."""

    frequencies: Frequencies
    among: int


def find_candidates(actor: Actor, stated: Statement) -> Candidates:
    """Who may be the person of whom this is stated; nobody of whom it clearly speaks of somebody else."""
    return _weigh_all(actor, _record_of(actor, stated), ids_by_name(actor, stated.names.as_text, most=MOST_BY_NAME))


def find_candidates_of(actor: Actor, stated: Iterable[Statement]) -> Candidates:
    """The same of several people who are registered together."""
    found = [find_candidates(actor, said) for said in stated]
    people = {each.person.id: each for one in found for each in one.people}
    offices = {office.id: office for one in found for office in one.elsewhere}
    return Candidates([*people.values()], [*offices.values()], sorted({key for one in found for key in one.keys}))


def find_doubles(actor: Actor, person: Person) -> Candidates:
    """Who may be the same as somebody registered, or has a similar name, apart from those of whom it was decided."""
    names = Names(person.given_names, person.surname_1, person.surname_2)
    decided = decided_about(person.id)
    by_name = ids_by_name(actor, names.as_text, most=MOST_BY_NAME)
    return _weigh_all(actor, record_in_front(actor, person), by_name, apart_from={person.id, *decided})


def find_others_by_name(actor: Actor, person: Person, text: str) -> Candidates:
    """Whoever within the actor's scope has the name that was typed, beside somebody registered; likeliest first."""
    record = record_in_front(actor, person)
    common = common_values(actor, record)
    people = _with_what_is_compared(actor, {*ids_by_name(actor, text, most=MOST_BY_NAME)} - {person.id})
    return Candidates(_likeliest_first(_candidate(other, record, its, common) for other, its in people))


def compare_people(actor: Actor, person: Person, other: Person) -> Candidate:
    """Two files side by side; both have been read within the actor's scope."""
    return _compare(actor, record_in_front(actor, person), other)


def compare_statement(actor: Actor, stated: Statement, other: Person) -> Candidate:
    """What is being typed beside a file."""
    return _compare(actor, _record_of(actor, stated), other)


def _record_of(actor: Actor, stated: Statement) -> Record:
    return stated.record(
        today=today_in(actor.time_zone),
        phones=phone_fingerprints(actor, stated.phone or ""),
        documents=_document_fingerprints([stated.document_number]),
    )


def _document_fingerprints(numbers: Iterable[str | None]) -> Sequence[bytes]:
    """Under which somebody's documents may be kept, with and without the letter of a card."""
    possible = {number for written in numbers for number in possible_numbers(written or "")}
    return [fingerprint(IdentityDocument.number.purpose, number) for number in sorted(possible)]


def _compare(actor: Actor, record: Record, other: Person) -> Candidate:
    other_record = registered_record(other, _documents_of([other.id]).get(other.id, []))
    return _candidate(other, record, other_record, common_values(actor, record))


def _candidate(other: Person, record: Record, other_record: Record, common: Common) -> Candidate:
    comparison = _weigh(record, other_record, common)
    return Candidate(other, comparison, is_of_same_year(record, other_record), letters_apart(record, other_record))


def record_in_front(actor: Actor, person: Person) -> Record:
    """Somebody registered as if they were standing here: their numbers are opened, so that those written otherwise meet too."""
    documents = db.session.scalars(sa.select(IdentityDocument).where(IdentityDocument.person_id == person.id))
    record = registered_record(person, _document_fingerprints(document.number for document in documents))
    return replace(record, phones=frozenset(phone_fingerprints(actor, person.phone or "")))


def decided_about(person_id: UUID) -> Collection[UUID]:
    """Of whom it was decided whether they are the same as this person."""
    one = sa.select(MatchDecision.other_id).where(MatchDecision.person_id == person_id)
    other = sa.select(MatchDecision.person_id).where(MatchDecision.other_id == person_id)
    return db.session.scalars(one.union_all(other)).all()


def _weigh_all(actor: Actor, record: Record, by_name: Iterable[UUID], *, apart_from: Collection[UUID] = ()) -> Candidates:
    common = common_values(actor, record)
    keys = keys_by_number(record)
    inside, outside = _share_keys(actor, record, keys)
    people = _with_what_is_compared(actor, {*inside, *by_name}.difference(apart_from))
    likely = _likeliest_first(filter(is_likely, (_candidate(person, record, other, common) for person, other in people)))
    offices = {
        office_id
        for office_id, others in outside.items()
        if any(is_worth_asking(record, other, _weigh(record, other, common)) for other in others)
    }
    return Candidates(likely, _offices(offices), sorted(keys))


def _likeliest_first(candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    likeliest = sorted(candidates, key=lambda each: (each.comparison.bits, each.person.id), reverse=True)
    return likeliest[:MOST_CANDIDATES]


def _weigh(record: Record, other: Record, common: Common) -> Comparison:
    return weigh(record, other, frequencies=common.frequencies, among=common.among)


def common_values(actor: Actor, record: Record) -> Common:
    """How common the values of this record are in the actor's country: what both sides share stands in it too."""
    return common_in(actor.country, [record])


def common_in(country: str | None, records: Sequence[Record]) -> Common:
    """The same of several records in a country."""
    words = sorted({word.text for record in records for word in record.words})
    sounds = sorted({word.sound for record in records for word in record.words})
    births = sorted({record.birth.written for record in records if record.birth and record.birth.written})
    columns = sa.column("kind", sa.Text), sa.column("value", sa.Text), sa.column("people", sa.Integer)
    asked = sa.func.quipu_name_frequencies(country, *(sa.cast(values, TEXTS) for values in (words, sounds, births)))
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, value, people in db.session.execute(sa.select(*columns).select_from(asked.table_valued(*columns))):
        counts[kind][value] = people
    among = counts["people"].get("", 0)
    return Common(Frequencies(among, counts["word"], counts["sound"], counts["birth"]), among)


def _share_keys(actor: Actor, record: Record, keys: Mapping[int, Key]) -> tuple[list[UUID], Mapping[UUID, list[Record]]]:
    """Ids of those in the actor's scope with keys in common, and by office what is told of the others."""
    if not keys:
        return [], {}
    inside: list[UUID] = []
    outside: dict[UUID, list[Record]] = defaultdict(list)
    for row in db.session.execute(_sharing(actor, record, sorted(keys))):
        if row.person_id is not None:
            inside.append(row.person_id)
        else:
            shared = [keys[number] for number in row.shared]
            outside[row.office_id].append(record_in_common(record, Told(shared, row.word_count, row.sex_agrees, row.year_agrees)))
    return inside, outside


def _sharing(actor: Actor, record: Record, keys: list[int]) -> sa.Select[*tuple[Any, ...]]:
    columns = (
        sa.column("person_id", postgresql.UUID(as_uuid=True)),
        sa.column("office_id", postgresql.UUID(as_uuid=True)),
        sa.column("shared", KEYS),
        sa.column("word_count", sa.Integer),
        sa.column("sex_agrees", sa.Boolean),
        sa.column("year_agrees", sa.Boolean),
    )
    year = record.birth.years[1] if record.birth and record.birth.years else None
    asked = sa.func.quipu_share_keys(
        sa.cast(keys, KEYS), actor.country, record.sex, sa.cast(year, sa.Integer), MOST_OF_A_KEY, MOST_BY_KEYS
    )
    return sa.select(*columns).select_from(asked.table_valued(*columns))


def _with_what_is_compared(actor: Actor, ids: Collection[UUID]) -> list[tuple[Person, Record]]:
    """The people of these who lie within the actor's scope, each with the record that is compared."""
    if not ids:
        return []
    select = (
        sa.select(Person)
        .where(Person.id.in_(ids), Person.erased_at.is_(None), policies.in_scope(actor))
        .options(joinedload(Person.office), selectinload(Person.nationalities))
    )
    people = db.session.scalars(select).all()
    documents = _documents_of([person.id for person in people])
    return [(person, registered_record(person, documents.get(person.id, []))) for person in people]


def registered_record(person: Person, documents: Iterable[bytes | None]) -> Record:
    return record_of(person, documents=documents, nationalities=[each.country for each in person.nationalities])


def _documents_of(ids: Collection[UUID]) -> Mapping[UUID, list[bytes | None]]:
    select = sa.select(IdentityDocument.person_id, IdentityDocument.number_index)
    found: dict[UUID, list[bytes | None]] = defaultdict(list)
    for person_id, number in db.session.execute(
        select.where(IdentityDocument.person_id.in_(ids), IdentityDocument.number_index.is_not(None))
    ):
        found[person_id].append(number)
    return found


def _offices(ids: Collection[UUID]) -> Sequence[Office]:
    return db.session.scalars(sa.select(Office).where(Office.id.in_(ids)).order_by(Office.name)).all() if ids else []
