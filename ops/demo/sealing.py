"""Sealing a batch of invented people on its way from the staging tables into the real ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

from app.cases.models import Case, CaseNote, CaseStatusChange
from app.foundation.clock import now
from app.foundation.encryption.ciphers import SealingKey
from app.foundation.encryption.data_keys import GENERATION, KeyOwner, wrap
from app.foundation.encryption.fingerprints import fingerprint_with
from app.foundation.encryption.keyring import Keyring
from app.foundation.encryption.sealed import Sealed, sealed_values
from app.people.models import IdentityDocument, Person
from app.referrals.models import Referral

STEPS: Mapping[str, Sequence[type]] = {
    "persons.sql": (Person,),
    "families.sql": (IdentityDocument,),
    "cases.sql": (Case,),
    "casework.sql": (CaseStatusChange, CaseNote),
    "referrals.sql": (Referral,),
    "answers.sql": (),
}
"""The files of statements in their order, and the models whose rows each leaves in ``staged_<table>`` in the clear."""


class BatchSealer:
    """Moves one batch. Keeps the data keys that it made: rows of persons and cases come before what belongs to them."""

    def __init__(self, connection: psycopg.Connection[Any], ring: Keyring) -> None:
        self._connection = connection
        self._ring = ring
        self._keys: dict[UUID, SealingKey] = {}

    def move(self, model: Any) -> None:
        """Move the staged rows of a model into its table, sealed, with the keys of those that have one of their own."""
        table = str(model.__tablename__)
        staged = f"staged_{table}"
        columns = self._columns(staged)
        values = [value for value in sealed_values(model) if value.name in columns]
        if issubclass(model, KeyOwner):
            self._make_keys(staged)
        self._seal(staged, values)
        plain = [name for name in columns if name not in {value.name for value in values}]
        self._insert(table, plain, _kept_as(values))
        if issubclass(model, KeyOwner):
            self._store_keys(staged, model.key_kind)
        self._execute("DROP TABLE sealed, {staged}", staged=sql.Identifier(staged))

    def _make_keys(self, staged: str) -> None:
        for (owner_id,) in self._execute("SELECT id FROM {staged}", staged=sql.Identifier(staged)):
            self._keys[owner_id] = SealingKey.new(GENERATION)

    def _store_keys(self, staged: str, kind: str) -> None:
        self._execute("CREATE TEMP TABLE made_key (id uuid, key_version integer, wrapped bytea) ON COMMIT DROP")
        owners = self._execute("SELECT id FROM {staged}", staged=sql.Identifier(staged)).fetchall()
        with self._connection.cursor().copy("COPY made_key FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["uuid", "int4", "bytea"])
            for (owner_id,) in owners:
                copy.write_row((owner_id, *wrap(self._ring, owner_id, kind, self._keys[owner_id].secret)))
        self._execute(
            "INSERT INTO data_key (id, kind, key_version, wrapped, created_at)"
            " SELECT id, {kind}, key_version, wrapped, {now} FROM made_key ORDER BY id",
            kind=sql.Literal(kind),
            now=sql.Literal(now()),
        )
        self._execute("DROP TABLE made_key")

    def _seal(self, staged: str, values: Sequence[Sealed[Any]]) -> None:
        """Fill the table ``sealed`` with what is kept of the sealed values of the staged rows."""
        kept = _kept_as(values)
        self._execute(
            "CREATE TEMP TABLE sealed (id uuid, {columns}) ON COMMIT DROP",
            columns=sql.SQL(", ").join(sql.SQL("{} bytea").format(sql.Identifier(name)) for name in kept),
        )
        read = [sql.Identifier(values[0].under or "id"), *(sql.Identifier(value.name) for value in values)]
        rows = self._execute(
            "SELECT id, {read} FROM {staged}", read=sql.SQL(", ").join(read), staged=sql.Identifier(staged)
        ).fetchall()
        with self._connection.cursor().copy("COPY sealed FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["uuid", *("bytea" for _ in kept)])
            for row_id, owner_id, *clear in rows:
                key = self._keys[owner_id]
                copy.write_row((row_id, *self._sealed(row_id, key, zip(values, clear, strict=True))))

    def _sealed(self, row_id: UUID, key: SealingKey, values: Iterable[tuple[Sealed[Any], Any]]) -> Iterator[bytes | None]:
        for value, clear in values:
            content = value.encode(clear)
            yield None if content is None else key.seal(value.place(row_id), content)
            if value.found_by is not None:
                normalised = value.found_by[1](clear) if clear else None
                yield fingerprint_with(self._ring, value.purpose, normalised) if normalised else None

    def _insert(self, table: str, plain: Sequence[str], kept: Sequence[str]) -> None:
        self._execute(
            "INSERT INTO {table} ({into}) SELECT {values} FROM {staged} AS r JOIN sealed AS s USING (id) ORDER BY id",
            table=sql.Identifier(table),
            staged=sql.Identifier(f"staged_{table}"),
            into=sql.SQL(", ").join(sql.Identifier(name) for name in (*plain, *kept)),
            values=sql.SQL(", ").join(
                [*(sql.Identifier("r", name) for name in plain), *(sql.Identifier("s", name) for name in kept)]
            ),
        )

    def _columns(self, staged: str) -> list[str]:
        cursor = self._execute("SELECT * FROM {staged} LIMIT 0", staged=sql.Identifier(staged))
        return [column.name for column in cursor.description or ()]

    def _execute(self, statement: LiteralString, **parts: sql.Composable) -> psycopg.Cursor[Any]:
        return self._connection.execute(sql.SQL(statement).format(**parts))


def _kept_as(values: Sequence[Sealed[Any]]) -> list[str]:
    """The columns in which sealed values stand: their bytes, and the fingerprints of those that are looked for."""
    return [name for value in values for name in (value.column_name, *(value.found_by or ())[:1]) if isinstance(name, str)]
