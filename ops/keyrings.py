"""The keyring for commands that work on a plain connection of psycopg."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from app.foundation.encryption.ciphers import version_of
from app.foundation.encryption.data_keys import unwrap
from app.foundation.encryption.keyring import Keyring
from app.foundation.encryption.models import KeyPurpose
from app.foundation.encryption.sealed import Sealed

IN_USE = "SELECT version, purpose, id, wrapped FROM encryption_key WHERE retired_at IS NULL"


def keyring_of(connection: psycopg.Connection[Any], root_key: bytes) -> Keyring:
    """The instance's keys, read on this connection."""

    def read() -> list[Any]:
        with connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(IN_USE).fetchall()

    ring = Keyring(root_key, read)
    ring.reload()  # now: the first need may come in the middle of a COPY, which holds the connection
    return ring


def read_sealed(connection: psycopg.Connection[Any], ring: Keyring, value: Sealed[Any]) -> Iterator[tuple[UUID, UUID, Any]]:
    """The id, the owner's id and the opened value of every row that has one; for proofs, which look behind the pages."""
    under = value.under or "id"
    select = sql.SQL(
        "SELECT t.id, t.{under}, t.{sealed}, k.kind, k.wrapped FROM {table} t LEFT JOIN data_key k ON k.id = t.{under}"
        " WHERE t.{sealed} IS NOT NULL ORDER BY t.id"
    ).format(
        under=sql.Identifier(under),
        sealed=sql.Identifier(value.column_name),
        table=sql.Identifier(str(value.model.__tablename__)),
    )
    with connection.cursor(row_factory=tuple_row) as cursor:
        for row_id, owner_id, sealed, kind, wrapped in cursor.execute(select):
            if value.under is None:
                key = ring.of_version(KeyPurpose.CONTENTS, version_of(sealed))
            else:
                key = unwrap(ring, owner_id, kind, wrapped)
            yield row_id, owner_id, value.decode(key.open(value.place(row_id), sealed))
