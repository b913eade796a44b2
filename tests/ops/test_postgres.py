"""The embedded PostgreSQL after accidents."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ops.errors import OperationError
from ops.guardian import Guardian
from ops.postgres import Cluster, binaries
from ops.process import Process
from ops.state import SUPERUSER, ensure_secrets, make_folder
from ops.unprivileged import DROPPED_ACCOUNT, MAPPED_ACCOUNT, OWN_ACCOUNT, costume_for
from tests.ops.waiting import until


@pytest.fixture
def guardian() -> Iterator[Guardian]:
    guardian = Guardian()
    yield guardian
    guardian.dismiss()


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    state = make_folder(tmp_path / "s")
    secrets = ensure_secrets(state)
    sockets = make_folder(state / "run")
    return Cluster(data=state / "postgres", sockets=sockets, secrets=secrets, is_durable=False)


def start(cluster: Cluster, guardian: Guardian) -> Process:
    program = cluster.program()
    program.prepare()
    with (cluster.sockets / "log").open("ab") as log:
        process = Process(program, guardian, output=log)
    process.wait_until_ready()
    return process


def test_committed_rows_survive_a_kill_and_the_marks_of_the_dead_server_do_not_stop_the_next(
    cluster: Cluster, guardian: Guardian
) -> None:
    process = start(cluster, guardian)
    cluster.prepare()
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(process.pid, signal.SIGKILL)
    process.stop()
    # As after a container restart: the number in the file now belongs to a living process of another kind.
    pid_file = cluster.data / "postmaster.pid"
    _, _, rest = pid_file.read_text().partition("\n")
    pid_file.write_text(f"{os.getpid()}\n{rest}")

    again = start(cluster, guardian)
    with cluster.connect() as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    again.stop()
    assert not pid_file.exists(), "the fast shutdown is a clean one"


def test_an_orphan_that_still_serves_the_data_is_ended_before_a_new_start(cluster: Cluster, guardian: Guardian) -> None:
    orphan = start(cluster, guardian)
    cluster.initialise()
    until(lambda: orphan.exit_code() is not None)
    orphan.stop()


def test_a_session_that_computes_does_not_keep_the_next_server_from_starting(cluster: Cluster, guardian: Guardian) -> None:
    process = start(cluster, guardian)
    busy = threading.Thread(target=compute_for_a_minute, args=[cluster])
    busy.start()
    until(lambda: running_statements(cluster) == 1)
    os.kill(process.pid, signal.SIGKILL)
    process.stop()
    began = time.monotonic()
    again = start(cluster, guardian)
    busy.join()
    assert time.monotonic() - began < 20
    again.stop()


def compute_for_a_minute(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError), cluster.connect() as connection:
        connection.execute(
            """DO $$ DECLARE began timestamptz := clock_timestamp();
            BEGIN WHILE clock_timestamp() < began + interval '60 s' LOOP NULL; END LOOP; END $$"""
        )


def running_statements(cluster: Cluster) -> int:
    with cluster.connect() as connection:
        row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'").fetchone()
    return int(row[0]) if row else 0


def test_an_interrupted_first_start_is_not_taken_for_a_cluster(cluster: Cluster, guardian: Guardian) -> None:
    draft = cluster.data.with_name("postgres.new")
    draft.mkdir()
    (draft / "half-written").touch()
    start(cluster, guardian).stop()
    assert not draft.exists()


def test_secrets_that_do_not_fit_the_data_are_named_as_the_reason(cluster: Cluster, guardian: Guardian) -> None:
    process = start(cluster, guardian)
    other = dataclasses.replace(cluster.secrets, database_passwords={SUPERUSER: "another"})
    stranger = dataclasses.replace(cluster, secrets=other)
    with pytest.raises(OperationError, match=r"secrets\.json does not fit"):
        stranger.is_ready()
    process.stop()


def test_the_server_listens_on_no_network(cluster: Cluster, guardian: Guardian) -> None:
    process = start(cluster, guardian)
    with cluster.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=5432, user=SUPERUSER, connect_timeout=1)
    process.stop()


def test_a_server_never_runs_as_root() -> None:
    costume = costume_for(binaries() / "postgres", "--describe-config")
    assert costume in ((MAPPED_ACCOUNT, DROPPED_ACCOUNT) if os.geteuid() == 0 else (OWN_ACCOUNT,))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change accounts")
def test_root_without_user_namespaces_serves_from_another_account(
    cluster: Cluster, guardian: Guardian, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.postgres.costume_for", lambda *_probe: DROPPED_ACCOUNT)
    process = start(cluster, guardian)
    assert Path("/proc", str(process.pid)).stat().st_uid != 0
    process.stop()
