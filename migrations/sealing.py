"""Sealing the rows that stand when a column becomes sealed, and opening them on the way back; in batches.

Used by migrations, on the connection of the owner. Sealed values name their format, so that later programs open them.
Names of tables and columns are those that a migration writes down; values are bound.
"""

# ruff: noqa: S608 - see above

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.foundation.clock import now
from app.foundation.encryption.ciphers import Place, SealingKey, version_of
from app.foundation.encryption.data_keys import GENERATION, unwrap, wrap
from app.foundation.encryption.fingerprints import fingerprint_with
from app.foundation.encryption.keyring import Keyring
from app.foundation.encryption.models import KeyPurpose

BATCH = 2_000
Normalise = Callable[[str], str | None]
Row = Any


@dataclass(frozen=True)
class SealedColumn:
    """One clear column that becomes sealed. ``normalise``: how its fingerprint is made, in the column ``<name>_index``."""

    name: str
    is_json: bool = False
    is_mandatory: bool = False
    normalise: Normalise | None = None

    @property
    def clear_type(self) -> sa.types.TypeEngine[Any]:
        return postgresql.JSONB() if self.is_json else sa.Text()

    def content(self, value: Any) -> bytes | None:
        if self.is_json:
            return json.dumps(value, ensure_ascii=False, sort_keys=True).encode() if value else None
        return None if value is None else str(value).encode()

    def value(self, content: bytes | None) -> str | None:
        """What goes back into the clear column; of an erased row nothing."""
        nothing = "{}" if self.is_json else "" if self.is_mandatory else None
        return nothing if content is None else content.decode()


@dataclass(frozen=True)
class SealedTable:
    """A table with its sealed columns. ``owner``: the column with the id of whose key seals; None for the contents key."""

    name: str
    owner: str | None
    columns: tuple[SealedColumn, ...]


class Sealer:
    """Converts tables on one connection."""

    def __init__(self, connection: sa.Connection, ring: Keyring) -> None:
        self._connection = connection
        self._ring = ring

    def make_data_keys(self, table: str, kind: str) -> None:
        """One key for each row of a table of owners."""
        insert = sa.text(
            "INSERT INTO data_key (id, kind, key_version, wrapped, created_at)"
            " SELECT id, :kind, :version, wrapped, :now FROM unnest(:ids, :wrapped) AS made (id, wrapped)"
        ).bindparams(sa.bindparam("ids", type_=_array(sa.UUID())), sa.bindparam("wrapped", type_=_array(sa.LargeBinary())))
        for rows in self._batches(f'SELECT t.id FROM "{table}" AS t'):  # nosec B608 - the names are those of our own tables
            made = [wrap(self._ring, row.id, kind, SealingKey.new(GENERATION).secret) for row in rows]
            values = {"kind": kind, "now": now(), "version": made[0][0], "ids": [row.id for row in rows]}
            self._connection.execute(insert, {**values, "wrapped": [wrapped for _version, wrapped in made]})

    def seal(self, table: SealedTable) -> None:
        """Fill the sealed columns and fingerprints from the clear ones."""
        clear = [f't."{column.name}"' for column in table.columns]
        for rows in self._batches(_read(table, clear), f"num_nonnulls({', '.join(clear)}) > 0"):
            self._write(table, rows, lambda row: self._sealed(table, row), bytes_suffix="_sealed")

    def open(self, table: SealedTable) -> None:
        """Fill the clear columns from the sealed ones."""
        sealed = [f't."{column.name}_sealed"' for column in table.columns]
        for rows in self._batches(_read(table, sealed)):
            self._write(table, rows, lambda row: self._opened(table, row), bytes_suffix=None)

    def _batches(self, select: str, condition: str = "true") -> Iterator[Sequence[Row]]:
        last = UUID(int=0)
        statement = sa.text(f"{select} WHERE t.id > :last AND {condition} ORDER BY t.id LIMIT :batch")
        while rows := self._connection.execute(statement, {"last": last, "batch": BATCH}).all():
            yield rows
            last = rows[-1].id

    def _sealed(self, table: SealedTable, row: Row) -> dict[str, bytes | None]:
        key = self._key(table, row) or self._ring.newest(KeyPurpose.CONTENTS)
        values: dict[str, bytes | None] = {}
        for column in table.columns:
            clear = getattr(row, column.name)
            content = column.content(clear)
            place = Place(table.name, column.name, row.id)
            values[f"{column.name}_sealed"] = None if content is None else key.seal(place, content)
            if column.normalise is not None:
                normalised = column.normalise(clear) if clear else None
                purpose = f"{table.name}.{column.name}"
                values[f"{column.name}_index"] = fingerprint_with(self._ring, purpose, normalised) if normalised else None
        return values

    def _opened(self, table: SealedTable, row: Row) -> dict[str, str | None]:
        key, values = self._key(table, row), {}
        for column in table.columns:
            sealed = getattr(row, f"{column.name}_sealed")
            if sealed is not None and table.owner is None:
                key = self._ring.of_version(KeyPurpose.CONTENTS, version_of(sealed))
            is_readable = sealed is not None and key is not None
            content = key.open(Place(table.name, column.name, row.id), sealed) if is_readable and key else None
            values[column.name] = column.value(content)
        return values

    def _key(self, table: SealedTable, row: Row) -> SealingKey | None:
        if table.owner is None or row.key_wrapped is None:
            return None
        return unwrap(self._ring, row.key_id, row.key_kind, row.key_wrapped)

    def _write(
        self, table: SealedTable, rows: Sequence[Row], values_of: Callable[[Row], dict[str, Any]], *, bytes_suffix: str | None
    ) -> None:
        converted = [values_of(row) for row in rows]
        names = list(converted[0])
        kind = sa.LargeBinary() if bytes_suffix else sa.Text()
        json_columns = {column.name for column in table.columns if column.is_json}
        settings = ", ".join(f'"{name}" = s."{name}"' + ("::jsonb" if name in json_columns else "") for name in names)
        arrays = ", ".join(f":{name}" for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        statement = sa.text(
            f'UPDATE "{table.name}" AS t SET {settings} FROM unnest(:ids, {arrays}) AS s (id, {columns}) WHERE t.id = s.id'  # nosec B608 - the names are those of our own tables
        ).bindparams(sa.bindparam("ids", type_=_array(sa.UUID())), *(sa.bindparam(name, type_=_array(kind)) for name in names))
        columns_of_values = {name: [values[name] for values in converted] for name in names}
        self._connection.execute(statement, {"ids": [row.id for row in rows], **columns_of_values})


def _read(table: SealedTable, columns: Sequence[str]) -> str:
    named = ", ".join(columns)
    if table.owner is None:
        return f'SELECT t.id, {named} FROM "{table.name}" AS t'  # nosec B608 - the names are those of our own tables
    key = "k.id AS key_id, k.kind AS key_kind, k.wrapped AS key_wrapped"
    return f'SELECT t.id, {key}, {named} FROM "{table.name}" AS t LEFT JOIN data_key AS k ON k.id = t."{table.owner}"'  # nosec B608 - the names are those of our own tables


def _array(item: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return postgresql.ARRAY(item)
