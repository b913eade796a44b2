"""The invented people: the same for the same seed, about ten rows each, and measured by the proof as loaded."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from app import create_app
from app.foundation.database import db
from app.foundation.encryption.sealed import sealed_models, sealed_values
from app.foundation.transactions import transaction
from config import ROOT
from ops.demo.operation import build_operation
from ops.demo.volume import LOADED_TABLES, Volume, load_volume
from ops.keyrings import keyring_of, read_sealed
from ops.prove.volume import Cost
from ops.roles import connect_as_owner
from ops.throwaway import ThrowawayServers
from tests.conftest import settings_for

OPERATION = "quipu_operation"
PEOPLE = 400


@pytest.fixture(scope="module")
def operation(servers: ThrowawayServers, template_database: str) -> Iterator[str]:
    """A database with offices, staff and directory, to be copied: their ids are drawn anew at each making."""
    url = servers.create_database(OPERATION, template=template_database)
    app = create_app(settings_for(servers, url))
    with app.app_context():
        with transaction():
            build_operation(4)
        db.engine.dispose()
    yield OPERATION
    servers.drop_database(OPERATION)


def digest_of_load(servers: ThrowawayServers, operation: str, *, seed: int) -> dict[str, str]:
    """Load into a copy of the operation; gives a digest of the rows of each table, whatever order they stand in."""
    name = "quipu_volume"
    settings = settings_for(servers, servers.create_database(name, template=operation))
    try:
        with connect_as_owner(settings, autocommit=True) as connection:
            load_volume(
                connection,
                Volume(people=PEOPLE, seed=seed, as_of=date(2026, 11, 1)),
                lambda _done, _total: None,
                root_key=settings.root_key,
            )
            return {table: digest_of_table(connection, table, settings.root_key) for table in LOADED_TABLES}
    finally:
        servers.drop_database(name)


def digest_of_table(connection: psycopg.Connection, table: str, root_key: bytes) -> str:
    """Sealed values count as what they open to: sealed twice, the same words are different bytes."""
    bytes_of_keys = ["wrapped", "created_at"] if table == "data_key" else []
    values = [value for model in sealed_models() if model.__tablename__ == table for value in sealed_values(model)]
    without = [*bytes_of_keys, *(value.column_name for value in values)]
    select = sql.SQL("SELECT (to_jsonb(t) - %s::text[])::text FROM {} t").format(sql.Identifier(table))
    rows = connection.execute(select, [without]).fetchall()
    ring = keyring_of(connection, root_key)
    rows += [(f"{value.name} {row_id} {clear}",) for value in values for row_id, _, clear in read_sealed(connection, ring, value)]
    return hashlib.sha256("\n".join(sorted(text for (text,) in rows)).encode()).hexdigest()


def test_the_same_seed_gives_the_same_people_to_the_last_row(servers: ThrowawayServers, operation: str) -> None:
    first = digest_of_load(servers, operation, seed=7)
    assert digest_of_load(servers, operation, seed=7) == first
    other = digest_of_load(servers, operation, seed=8)
    assert other["person"] != first["person"]
    assert other["case"] != first["case"]


def test_the_proof_prints_what_a_load_cost(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ops", "prove", "volume", "--people", "1500"],
        cwd=ROOT, env={**os.environ, "QUIPU_STATE": str(tmp_path / "state")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    figures = {line[:16].strip(): line[16:] for line in done.stdout.splitlines()}
    assert figures["people"].startswith("1,500 in ")
    rows_of_one = float(figures["rows"].split()[1])
    assert 12 <= rows_of_one <= 21
    assert "0 MB of Python" not in figures["memory at most"]
    assert not (tmp_path / "state" / "prove" / "volume").exists()


def test_a_load_that_is_too_slow_or_too_large_breaks_the_promise() -> None:
    fitting = Cost(
        people=1_000_000, seconds=890, rows=10_000_000, python_memory=60_000_000, database_memory=700_000_000,
        largest_session=400_000_000, database_bytes=5_000_000_000, disk_bytes=7_000_000_000,
    )  # fmt: skip
    assert fitting.breaches == ()
    slow_and_large = Cost(**{**vars(fitting), "seconds": 910, "database_memory": 990_000_000})
    assert len(slow_and_large.breaches) == 2
