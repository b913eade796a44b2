"""Migrations run both ways."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from config import ROOT
from ops.throwaway import ThrowawayServers


def test_every_migration_runs_up_down_and_up_again(servers: ThrowawayServers) -> None:
    url = servers.create_database("quipu_both_ways")
    alembic = Config(str(ROOT / "migrations" / "alembic.ini"))
    alembic.set_main_option("script_location", str(ROOT / "migrations"))
    alembic.attributes["database_url"] = url
    command.upgrade(alembic, "head")
    command.downgrade(alembic, "base")
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    command.upgrade(alembic, "head")
    assert "person" in sa.inspect(engine).get_table_names()
    servers.drop_database("quipu_both_ways")
