"""Thousands of rows at once: copied into a temporary table, then inserted from there by one statement.

PostgreSQL copies nothing into a table under row-level security; an insert from a temporary table it checks like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql

from app.foundation.database import Base, db


def insert_rows(model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of these columns, within the transaction at hand; gives their number. Defaults of the model stay out."""
    table = str(model.__tablename__)
    into = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    staged = stage_rows(f"staged_{table}", table, columns, rows)
    inserted = _cursor().execute(
        sql.SQL("INSERT INTO {table} ({into}) SELECT {into} FROM {staged}").format(
            table=sql.Identifier(table), into=into, staged=staged
        )
    )
    count = int(inserted.rowcount)
    _cursor().execute(sql.SQL("DROP TABLE {}").format(staged))
    return count


def stage_rows(name: str, like: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> sql.Identifier:
    """Copy rows into a temporary table with the columns of another; it is gone when the transaction ends."""
    # Made before the copying begins: making them may ask the database, which then listens to nothing else.
    made = list(rows)
    staged = sql.Identifier(name)
    into = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    cursor = _cursor()
    cursor.execute(
        sql.SQL("CREATE TEMP TABLE {staged} ON COMMIT DROP AS SELECT {into} FROM {like} WITH NO DATA").format(
            staged=staged, into=into, like=sql.Identifier(like)
        )
    )
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(staged)) as copy:
        for row in made:
            copy.write_row(row)
    return staged


def _cursor() -> Any:
    """A cursor of the driver on the connection, and in the transaction, of this session."""
    db.session.flush()
    return db.session.connection().connection.cursor()
