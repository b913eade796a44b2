"""The seals in the database, as the role ``app_audit`` reads and adds them; and the instant of the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, NamedTuple

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import class_row

from app.audit.sealing.seals import Seal

LOCK = 7_315_001
"""Key of the advisory lock that a sealer holds; chosen once, means nothing."""

_NAMES = [field.name for field in fields(Seal)]
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)
_SELECT = f"SELECT {_COLUMNS} FROM audit_seal"  # noqa: S608 - names of columns
_INSERT = f"INSERT INTO audit_seal ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(_NAMES))})"  # noqa: S608 - names of our own tables and columns


class Instant(NamedTuple):
    """What the database knows of its transactions: below ``oldest_open`` all have ended, from ``next_one`` on none has begun."""

    oldest_open: int
    next_one: int
    cluster: str

    @property
    def is_quiet(self) -> bool:
        """Whether no transaction is open that may still write."""
        return self.oldest_open == self.next_one


@contextmanager
def as_the_only_sealer(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Hold the sealers' lock on this connection; whoever is killed lets go of it by dying."""
    connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
    try:
        yield
    finally:
        if not connection.broken:
            connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


@contextmanager
def while_nobody_seals(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Hold the same lock beside other readers; also in a transaction, which goes on afterwards."""
    connection.execute("SELECT pg_advisory_lock_shared(%s)", (LOCK,))
    try:
        yield
    finally:
        if not connection.broken and connection.info.transaction_status != TransactionStatus.INERROR:
            connection.execute("SELECT pg_advisory_unlock_shared(%s)", (LOCK,))


@contextmanager
def snapshot(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """A transaction that sees one instant from its first statement to its last."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def instant_of(connection: psycopg.Connection[Any]) -> Instant:
    """The instant of the present snapshot."""
    row = connection.execute(
        """SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint,
            (SELECT system_identifier::text FROM pg_control_system())
        FROM pg_current_snapshot() AS now"""
    ).fetchone()
    if row is None:
        raise RuntimeError("The database did not say where it stands.")
    return Instant(*row)


def newest_seal(connection: psycopg.Connection[Any]) -> Seal | None:
    return _read(connection, f"{_SELECT} ORDER BY number DESC LIMIT 1").fetchone()


def seals_after(connection: psycopg.Connection[Any], number: int) -> Sequence[Seal]:
    """The seals with higher numbers, in their order."""
    return _read(connection, f"{_SELECT} WHERE number > %s ORDER BY number", (number,)).fetchall()


def add_seal(connection: psycopg.Connection[Any], seal: Seal) -> None:
    connection.execute(_INSERT, [getattr(seal, name) for name in _NAMES])


def _read(connection: psycopg.Connection[Any], statement: str, values: tuple[int, ...] = ()) -> psycopg.Cursor[Seal]:
    return connection.cursor(row_factory=class_row(Seal)).execute(statement, values)  # type: ignore[arg-type, unused-ignore]
