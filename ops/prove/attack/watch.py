"""Whether anything changed in the database: a fingerprint of every table, taken before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from psycopg import sql

ALWAYS_MOVING = frozenset({"audit_event", "audit_alert", "outbox_message", "alembic_version"})
"""Refusals and readings are written down and raise alerts on purpose, and jobs go on by themselves."""
MOVED_BY_READING = frozenset({"user", "partner_link"})
"""Tables that note when somebody was last here; of them only the number of rows counts."""
NOTES_OF_PRESENCE = ("session", "seal", "sign_in")
"""Words in the names of tables that note who is here, or seal what was written down."""
TABLES = """SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
    GROUP BY table_name ORDER BY table_name"""
SCOPES = ("scope_id", "office_id")
"""Columns by which a row belongs to an office, in the order of preference."""

Fingerprint = Mapping[str, tuple[int, int]]
"""Table -> rows, and the youngest transaction that wrote one of them."""


class Watch:
    """Looks at all tables of one instance as the owner."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        found = connection.execute(TABLES.encode()).fetchall()
        self._columns: Mapping[str, Sequence[str]] = {table: columns for table, columns in found if _is_watched(table)}

    def everything(self) -> Fingerprint:
        return {table: self._look(table, sql.SQL("true")) for table in self._columns}

    def beyond(self, office: str) -> Fingerprint:
        """Rows of all offices but one, of all tables whose rows belong to one."""
        looks = {}
        for table, columns in self._columns.items():
            column = next((column for column in SCOPES if column in columns), None)
            if column and table not in MOVED_BY_READING:
                others = sql.SQL("{} IN (SELECT id FROM office WHERE id <> {})")
                looks[table] = self._look(table, others.format(sql.Identifier(column), sql.Literal(office)))
        return looks

    def _look(self, table: str, condition: sql.Composable) -> tuple[int, int]:
        youngest = sql.SQL("0") if table in MOVED_BY_READING else sql.SQL("coalesce(max(xmin::text::bigint), 0)")
        statement = sql.SQL("SELECT count(*), {} FROM {} WHERE {}").format(youngest, sql.Identifier(table), condition)
        row = self._connection.execute(statement).fetchone()
        return cast("tuple[int, int]", row)


def changed(before: Fingerprint, after: Fingerprint) -> list[str]:
    """The tables that are not as they were, each with what happened to it."""
    told = []
    for table, (rows, youngest) in after.items():
        rows_before, youngest_before = before[table]
        if (rows, youngest) != (rows_before, youngest_before):
            told.append(f"{table} ({rows - rows_before:+d} rows)" if rows != rows_before else f"{table} (rows rewritten)")
    return told


def _is_watched(table: str) -> bool:
    return table not in ALWAYS_MOVING and not any(word in table for word in NOTES_OF_PRESENCE)
