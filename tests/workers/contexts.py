"""What a connection of its own says before it touches files."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ops.throwaway import ThrowawayServers

AS_SYSTEM = sa.text("SELECT quipu_enter('system', NULL)")


def clear_as_owner(servers: ThrowawayServers, tables: Iterable[str]) -> None:
    """Empty tables of the jobs' database, also those of which neither jobs nor pages delete anything."""
    engine = sa.create_engine(servers.database_url("quipu_workers"), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT quipu_enter('owner', NULL)"))
        for table in tables:
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - fixed names
    engine.dispose()
