"""The rows of the trail as bytes: what a leaf of the tree is made of.

A leaf is the row's fields in the order of ``FIELDS``, written as PostgreSQL sends them in a binary copy: how many fields
(2 bytes), then each with its length (4 bytes, -1 for none) and its value: 16 bytes of a UUID, microseconds since 2000
(8 bytes) of an instant, 8 or 4 bytes of a number, UTF-8 of a text. ``tests/audit/test_leaves.py`` writes them independently.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

FORMAT = 1
FIELDS = (
    "id", "occurred_at", "transaction_id", "era", "actor_kind", "actor_id", "system_name", "action",
    "subject_type", "subject_id", "office_id", "fields", "count", "request_id",
)  # fmt: skip
"""All columns. Those that every row has come first, at places that do not move."""

_COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
_ROWS_OF_RANGE = f"""COPY (
    SELECT {_COLUMNS} FROM audit_event WHERE era = %s AND transaction_id >= %s AND transaction_id < %s ORDER BY transaction_id, id
) TO STDOUT (FORMAT binary)"""  # noqa: S608 - names of columns
_ALL_ROWS = f"COPY (SELECT {_COLUMNS} FROM audit_event ORDER BY era, transaction_id, id) TO STDOUT (FORMAT binary)"  # noqa: S608 - names of our own tables and columns
_HEADER = 19
_TRAILER = b"\xff\xff"
_PLACES = struct.Struct("!hi16siqiqii")
_LENGTHS = (len(FIELDS), 16, 8, 8, 4)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where a row stands, read from its leaf. ``occurred`` is in microseconds since 2000."""

    row_id: bytes
    occurred: int
    transaction: int
    era: int


class UnreadableRowError(ValueError):
    """A row lacks what every row has: somebody has changed the table itself."""


def rows_of_range(connection: psycopg.Connection[Any], era: int, first: int, end: int) -> Iterator[bytes]:
    """The leaves of one range of transactions, ``end`` not included."""
    return _copy(connection, _ROWS_OF_RANGE, (era, first, end))


def all_rows(connection: psycopg.Connection[Any]) -> Iterator[bytes]:
    """Every leaf of the trail, by era, transaction and id."""
    return _copy(connection, _ALL_ROWS, None)


def place_of(leaf: bytes) -> Place:
    """Read where a row stands.

    Raises:
        UnreadableRowError: one of the four fields is missing or has another shape.
    """
    try:
        count, id_length, row_id, at_length, occurred, transaction_length, transaction, era_length, era = _PLACES.unpack_from(
            leaf
        )
    except struct.error:
        raise UnreadableRowError from None
    if (count, id_length, at_length, transaction_length, era_length) != _LENGTHS:
        raise UnreadableRowError
    return Place(row_id, occurred, transaction, era)


def microseconds(instant: datetime) -> int:
    """An instant as leaves hold it."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def id_in_words(row_id: bytes) -> str:
    return str(UUID(bytes=row_id))


def _copy(connection: psycopg.Connection[Any], statement: str, values: tuple[int, ...] | None) -> Iterator[bytes]:
    """The messages of a binary copy, each one row, without the header before the first and the mark after the last."""
    with closing(connection.cursor()) as cursor, cursor.copy(statement, values) as copy:  # type: ignore[arg-type, unused-ignore]
        header = _HEADER
        while message := copy.read():
            leaf = bytes(message)[header:]
            header = 0
            if leaf and leaf != _TRAILER:
                yield leaf
