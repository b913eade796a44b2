"""The servers of a test run: real, private, and gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config import OWNER_ROLE, ROOT, Settings
from ops.errors import OperationError
from ops.roles import let_roles_log_in, libpq_url
from ops.throwaway import ThrowawayServers
from tests.ops.waiting import are_gone, descendants, until

RUNNER = """
import json, os, sys
from ops.throwaway import throwaway_servers
with throwaway_servers() as servers:
    print(json.dumps({"state": str(servers.state)}), flush=True)
    sys.stdin.read()
"""


def owner_of(servers: ThrowawayServers, database: str = "quipu") -> psycopg.Connection:
    return psycopg.connect(libpq_url(servers.database_url(database)), autocommit=True)


def test_the_settings_find_both_servers(servers: ThrowawayServers) -> None:
    settings = Settings.from_environment(servers.settings_environment)
    with psycopg.connect(libpq_url(settings.database_url(OWNER_ROLE))) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (OWNER_ROLE,)
    assert servers.valkey.is_ready()
    assert str(servers.valkey.socket) in settings.redis_url


def test_the_owner_is_bound_by_the_rules_it_makes(servers: ThrowawayServers) -> None:
    with owner_of(servers) as connection:
        row = connection.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert row.fetchone() == (False, False, True)


def test_the_owner_can_create_the_extensions_that_the_migrations_need(servers: ThrowawayServers) -> None:
    servers.create_database("extensions")
    with owner_of(servers, "extensions") as connection:
        for extension in ("pg_trgm", "unaccent", "fuzzystrmatch", "btree_gist", "citext", "pg_stat_statements"):
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        # Letters with accents are letters to the trigram search only where the locale knows them.
        row = connection.execute("SELECT similarity('NUÑEZ', 'nuñez'), unaccent('Núñez'), lower('ÁÉÑ')").fetchone()
    servers.drop_database("extensions")
    assert row == (1.0, "Nunez", "áéñ")


def test_a_database_is_copied_from_a_template_with_its_rows(servers: ThrowawayServers) -> None:
    with_row = servers.create_database("with_row")
    with psycopg.connect(libpq_url(with_row)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    copy = servers.create_database("copy_of_it", template="with_row")
    with psycopg.connect(libpq_url(copy)) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    servers.drop_database("copy_of_it")
    servers.drop_database("with_row")
    assert not servers.cluster.has_database("copy_of_it")


def test_roles_log_in_with_their_own_passwords_and_no_other(servers: ThrowawayServers) -> None:
    settings = Settings.from_environment(servers.settings_environment)
    with owner_of(servers) as connection:
        for role in ("app_rw", "app_job", "app_audit"):
            connection.execute(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"  # type: ignore[call-overload]
            )
    let_roles_log_in(settings)
    let_roles_log_in(settings)
    psycopg.connect(libpq_url(settings.database_url("app_rw"))).close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(libpq_url(settings.database_url("app_rw").replace("app_rw", "app_job", 1)))


def test_an_owner_without_the_right_to_change_roles_is_told_what_to_ask_for(servers: ThrowawayServers) -> None:
    with servers.cluster.connect() as superuser:
        superuser.execute("CREATE ROLE somebody LOGIN PASSWORD 'theirs'")
    settings = Settings.from_environment(
        {**servers.settings_environment, "DATABASE_URL": f"postgresql://somebody:theirs@/quipu?host={servers.cluster.sockets}"}
    )
    with pytest.raises(OperationError, match="CREATEROLE"):
        let_roles_log_in(settings)


def test_killing_the_test_runner_leaves_neither_processes_nor_files() -> None:
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ}
    )
    with runner:
        assert runner.stdout is not None
        state = Path(json.loads(runner.stdout.readline())["state"])
        family = descendants(runner.pid)
        assert len(family) >= 4  # the runner, its guardian and two servers at least
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        until(lambda: are_gone(family) and not state.exists())
