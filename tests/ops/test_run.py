"""``./quipu run`` from an empty state folder: one story, since each start costs seconds."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT
from ops.address import Address, any_free_port
from ops.health import ask
from tests.ops.waiting import are_gone, descendants, is_running, until

SECONDS_TO_START = 60


class Run:
    """One ``./quipu run`` on a state folder and a port."""

    def __init__(self, state: Path, port: int) -> None:
        self.address = Address("127.0.0.1", port)
        self._output = state.with_name(f"output-{len(list(state.parent.iterdir()))}")
        environment = {**os.environ, "QUIPU_STATE": str(state), "QUIPU_PORT": str(port)}
        for name in ("DATABASE_URL", "REDIS_URL", "QUIPU_HOST", "QUIPU_PUBLIC_URL"):
            environment.pop(name, None)
        with self._output.open("wb") as file:
            command = [sys.executable, "-m", "ops", "run"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)

    @property
    def output(self) -> str:
        return self._output.read_text()

    def wait_until_ready(self) -> None:
        ready = f"Quipu is ready at {self.address.url}"
        until(lambda: ready in self.output or self.process.poll() is not None, within=SECONDS_TO_START)
        assert ready in self.output, self.output

    def is_healthy(self) -> bool:
        health = ask(self.address)
        return health is not None and health.is_complete

    def pid_of(self, words: str) -> int:
        """The one direct child whose command line holds these words."""
        children = [pid for pid in descendants(self.process.pid) if words in self._command_line(pid)]
        return min(children)

    @staticmethod
    def _command_line(pid: int) -> str:
        try:
            return Path("/proc", str(pid), "cmdline").read_text().replace("\0", " ")
        except OSError:
            return ""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def runs(state: Path) -> Iterator[list[Run]]:
    """Every run that the test starts; what is left of them is killed at the end."""
    runs: list[Run] = []
    yield runs
    for run in runs:
        run.process.kill()
        run.process.wait()


def test_a_demo_starts_survives_kills_and_leaves_nothing_running(state: Path, runs: list[Run]) -> None:
    port = any_free_port()

    first = Run(state, port)
    runs.append(first)
    first.wait_until_ready()
    health = ask(first.address)
    assert health is not None
    assert {part: health.parts[part] for part in ("database", "broker", "worker", "relay")} == dict.fromkeys(
        ("database", "broker", "worker", "relay"), "up"
    )
    assert "Catalogue loaded: " in first.output
    with socket.create_connection((first.address.host, first.address.port)) as browser:
        browser.sendall(b"GET /login HTTP/1.0\r\n\r\n")
        until(lambda: '"route": ' in (state / "log" / "quipu.log").read_text())
    assert '"route": ' not in first.output
    accounts = json.loads((state / "demo-accounts.json").read_text())
    assert stat.S_IMODE((state / "demo-accounts.json").stat().st_mode) == 0o600
    assert all(account["email"] in first.output and account["password"] in first.output for account in accounts)
    assert not any(account["password"] in (state / "log" / "quipu.log").read_text() for account in accounts)

    second = Run(state, any_free_port())
    neighbour = Run(state.with_name("other"), port)
    runs += [second, neighbour]
    assert second.process.wait(SECONDS_TO_START) == 1
    assert f"already running on {state} (process {first.process.pid})" in second.output

    assert neighbour.process.wait(SECONDS_TO_START) == 1
    assert f"Port {port} on 127.0.0.1 is taken" in neighbour.output

    for words in ("bin/postgres -D", "valkey-server"):
        os.kill(first.pid_of(words), signal.SIGKILL)
    until(lambda: "PostgreSQL stopped (ended by SIGKILL)" in first.output and "Valkey stopped" in first.output)
    until(first.is_healthy, within=SECONDS_TO_START)

    everyone = descendants(first.process.pid)
    assert len(everyone) > 10
    first.process.kill()
    first.process.wait()
    until(lambda: are_gone(everyone))

    third = Run(state, port)
    runs.append(third)
    third.wait_until_ready()
    assert "Applying" not in third.output
    assert "Catalogue" not in third.output
    assert all(account["email"] in third.output and account["password"] not in third.output for account in accounts)
    everyone = descendants(third.process.pid)
    third.process.terminate()
    assert third.process.wait(SECONDS_TO_START) == 0
    assert "Quipu has stopped." in third.output
    assert not [pid for pid in everyone if is_running(pid)]
    assert not (state / "postgres" / "postmaster.pid").exists()
