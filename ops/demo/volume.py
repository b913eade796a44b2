"""Invented people by the hundred thousand: set-based statements in the database, batch by batch, in one transaction.

The same number, seed and day give the same people. Nothing is half loaded: a killed run leaves the instance as it was.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import namedtuple_row

from app.cases.kinds import usual_delivery
from app.foundation.encryption.keyring import Keyring
from app.people.services.match_keys import keys_to_write
from ops.demo import names, shares, words
from ops.demo.intakes import invent_intakes
from ops.demo.places import CURRENCIES
from ops.demo.sealing import STEPS, BatchSealer
from ops.errors import OperationError
from ops.keyrings import keyring_of

SQL = Path(__file__).parent / "sql"
BATCH = 20_000
"""Persons a batch: large enough for set-based work, small enough for memory and a moving bar."""
BYTES_PER_PERSON = 9_000
"""Disk that a person needs with all rows, indexes and write-ahead log; measured, rounded up."""
FEWEST_TO_REBUILD = 20_000
"""From this many people on, dropping indexes and foreign keys and making them again is quicker than keeping them."""
LOADED_TABLES = (
    "data_key", "person", "person_nationality", "person_language", "stay", "household", "household_member", "household_event",
    "identity_document", "consent", "case", "case_status_change", "case_assignment", "case_note", "service_delivery", "follow_up",
    "referral", "referral_status_change", "partner_link",
)  # fmt: skip
VALUE_UNITS = {"CO": 5_000_000, "EC": 1_500, "PE": 5_000, "BR": 8_000}
"""One step of handed-over value by country, in minor units of its currency."""
PLACEHOLDER = re.compile(r"(?<![:\w]):([a-z_]\w*)")

WITHOUT_MATCH_KEYS = """SELECT person.*, held.documents FROM batch JOIN person USING (id) LEFT JOIN (
        SELECT person_id, array_agg(number_index) AS documents FROM identity_document
        WHERE person_id IN (SELECT id FROM batch) GROUP BY person_id) AS held ON held.person_id = person.id"""
WRITE_MATCH_KEYS = """UPDATE person SET match_keys = string_to_array(made.keys, ' ')::bigint[]
    FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS made (id, keys) WHERE person.id = made.id"""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Volume:
    """What to load. ``as_of`` is the last day of the invented two years."""

    people: int
    seed: int
    as_of: date


def check_disk(folder: Path, people: int) -> None:
    """Refuse a volume that would fill the disk.

    Raises:
        OperationError: less than what the volume needs is free.
    """
    needed, free = people * BYTES_PER_PERSON, shutil.disk_usage(folder).free
    if free < needed * 1.2:
        raise OperationError(f"{people:,} people need about {needed / 1e9:.1f} GB of disk; {free / 1e9:.1f} GB are free.")


def load_volume(connection: psycopg.Connection[Any], volume: Volume, progress: Progress, *, root_key: bytes) -> None:
    """Add the volume to a database that has offices, users, a catalogue and a directory; commits at the end.

    Args:
        connection: as the owner of the tables, without an open transaction.
        progress: told the persons loaded so far and in all, after each batch.
        root_key: opens the instance's keys, which seal what is invented.
    """
    ring = keyring_of(connection, root_key)
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = off")
        connection.execute("SET LOCAL work_mem = '128MB'")
        connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        connection.execute("SET LOCAL TimeZone = 'UTC'")
        values = _values(connection, volume)
        _run(connection, "functions.sql", values)
        _run(connection, "stage.sql", values)
        _stage_services(connection)
        values |= _staged_values(connection)
        with _without_indexes(connection) if volume.people >= FEWEST_TO_REBUILD else _as_they_are():
            first = values["first_number"]
            for start in range(first, first + volume.people, BATCH):
                end = min(start + BATCH, first + volume.people) - 1
                _load_batch(connection, ring, {**values, "from_person": start, "to_person": end})
                progress(end + 1 - first, volume.people)
        _run(connection, "finish.sql", values)
        connection.execute("SELECT quipu_count_names()")
    connection.autocommit = True
    for table in LOADED_TABLES:
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


def _load_batch(connection: psycopg.Connection[Any], ring: Keyring, values: Mapping[str, Any]) -> None:
    sealer = BatchSealer(connection, ring)
    for file, staged in STEPS.items():
        _run(connection, file, values)
        for model in staged:
            sealer.move(model)
    _write_match_keys(connection)
    connection.execute("DROP TABLE batch, case_batch, referral_batch")


def _write_match_keys(connection: psycopg.Connection[Any]) -> None:
    """What ``app/people/models/match_keys.py`` does for people who are written one by one."""
    with connection.cursor(row_factory=namedtuple_row) as cursor:
        made = keys_to_write(cursor.execute(WITHOUT_MATCH_KEYS).fetchall())
        cursor.execute(WRITE_MATCH_KEYS, made)


def _run(connection: psycopg.Connection[Any], file: str, values: Mapping[str, Any]) -> None:
    """Run a file of statements with ``:names`` put in as quoted literals."""
    statements = (SQL / file).read_text()

    def literal(found: re.Match[str]) -> str:
        value = values[found.group(1)]
        return sql.Literal(value).as_string(connection) + ("::text[]" if isinstance(value, list) else "")

    connection.execute(PLACEHOLDER.sub(literal, statements).encode())


def _values(connection: psycopg.Connection[Any], volume: Volume) -> dict[str, Any]:
    rows = connection.execute("SELECT code, id FROM document_type WHERE code IN ('VE-CI', 'VE-PAS', 'VE-PNA')").fetchall()
    documents = {code: str(document_id) for code, document_id in rows}
    last = connection.execute("SELECT coalesce(max(last), 0) FROM number_series").fetchone()
    day_zero = date(volume.as_of.year - 2, 1, 1)
    intakes = {f"intakes_{kind}": json.dumps(some) for kind, some in invent_intakes(volume.seed, volume.as_of).items()}
    return {
        **intakes,
        **{f"goals_{kind}": goals for kind, goals in words.GOALS.items()},
        **{f"haitian_{part}": stock for part, stock in names.HAITIAN.items()},
        **{f"brazilian_{part}": stock for part, stock in names.BRAZILIAN.items()},
        "people": volume.people,
        "seed": volume.seed * 1_000,
        "as_of": volume.as_of,
        "first_number": (last[0] if last else 0) + 1,
        "first_millisecond": int((day_zero - date(1970, 1, 1)).total_seconds() * 1000),
        **_stocks(),
        "compound_female": names.COMPOUND_FEMALE,
        "compound_male": names.COMPOUND_MALE,
        "identity_card": documents["VE-CI"],
        "passport": documents["VE-PAS"],
        "birth_certificate": documents["VE-PNA"],
        "notes": words.NOTES,
        "requests": words.REQUESTS,
        "currencies": json.dumps(CURRENCIES),
        "units_of_value": json.dumps(VALUE_UNITS),
    }


def _stocks() -> dict[str, Any]:
    """The names to draw from, and the bounds between them."""
    stocks = {"surname": shares.surnames(), "female": shares.given_names("female"), "male": shares.given_names("male")}
    drawn: dict[str, Any] = {}
    for name, stock in stocks.items():
        drawn |= {f"{name}_names": [*stock.names], f"{name}_bounds": [str(bound) for bound in stock.bounds]}
    return drawn


def _stage_services(connection: psycopg.Connection[Any]) -> None:
    """The catalogue's services by kind, each as it is usually delivered."""
    services = connection.execute("SELECT kind, id, code FROM service ORDER BY kind, position, code").fetchall()
    places: Counter[str] = Counter()
    with connection.cursor().copy("COPY demo_service (kind, place, service_id, unit, modality) FROM STDIN") as copy:
        for kind, service_id, code in services:
            places[kind] += 1
            usual = usual_delivery(code)
            copy.write_row((kind, places[kind], service_id, usual.unit.value, usual.modality.value))


def _staged_values(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    def counts(statement: str) -> str:
        return json.dumps(dict(connection.execute(statement.encode()).fetchall()))

    offices = connection.execute("SELECT count(*) FROM demo_office").fetchone()
    return {
        "office_count": offices[0] if offices else 0,
        "services_of_kind": counts("SELECT kind, count(*) FROM demo_service GROUP BY kind"),
        "providers_of_country": counts("SELECT country, count(*) FROM demo_provider GROUP BY country"),
    }


@contextmanager
def _as_they_are() -> Iterator[None]:
    yield


@contextmanager
def _without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Drop secondary indexes and foreign keys of the loaded tables, and make them again afterwards.

    Making them reads each table once; keeping them costs a look-up per row and key.
    """
    foreign_keys = _foreign_keys(connection)
    indexes = _secondary_indexes(connection)
    for table, name, _definition in foreign_keys:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))
    for name, _definition in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _name, definition in indexes:
        connection.execute(definition.encode())
    for table, name, definition in foreign_keys:
        add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
        connection.execute(add + sql.SQL(definition))  # type: ignore[arg-type]


def _foreign_keys(connection: psycopg.Connection[Any]) -> Sequence[tuple[str, str, str]]:
    return connection.execute(
        """SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype = 'f' AND c.relname = ANY(%s) ORDER BY 1, 2""",
        [list(LOADED_TABLES)],
    ).fetchall()


def _secondary_indexes(connection: psycopg.Connection[Any]) -> Sequence[tuple[str, str]]:
    return connection.execute(
        """SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_class t ON t.oid = x.indrelid
        WHERE t.relname = ANY(%s)
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
        ORDER BY 1""",
        [list(LOADED_TABLES)],
    ).fetchall()
