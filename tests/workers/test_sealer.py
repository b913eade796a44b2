"""The sealer as a process: what it is given, what it seals, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.audit.sealing.keys import make_key
from app.audit.sealing.ledger import Ledger
from app.audit.services import record
from app.foundation.actor import system_actor
from app.foundation.transactions import transaction
from config import AUDIT_ROLE, ROOT, SealerSettings, Settings
from tests.ops.waiting import until
from tests.workers.conftest import Workers
from workers.sealer import SealerProcess, seal

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def environment(workers: Workers, tmp_path: Path) -> Mapping[str, str]:
    """That of its unit: one database password, a key to sign with, and neither root key nor broker."""
    settings: Settings = workers.flask.extensions["settings"]
    secrets = {"secret_key": "", "password_salt": "", "link_key": ""}
    passwords = {AUDIT_ROLE: settings.secrets.database_passwords[AUDIT_ROLE]}
    (tmp_path / "audit.json").write_text(json.dumps({**secrets, "database_passwords": passwords}))
    make_key(tmp_path / "keys")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("QUIPU_")}
    url = settings.owner_database_url
    return inherited | {"QUIPU_STATE": str(tmp_path), "QUIPU_SECRETS": str(tmp_path / "audit.json"), "DATABASE_URL": url}


@pytest.fixture
def start(environment: Mapping[str, str]) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "workers.sealer"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=dict(environment), stderr=subprocess.PIPE))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.communicate()


def ledger_of(environment: Mapping[str, str]) -> Ledger:
    return Ledger(SealerSettings.from_environment(environment).audit_file)


def test_it_seals_at_once_and_ends_when_told(jobs_session: Any, environment: Mapping[str, str], start: Start) -> None:
    with transaction():
        record(system_actor("test"), "person:opened", subject_type="person", subject_id=None, office_id=None)
    process = start()
    until(lambda: ledger_of(environment).last() is not None, within=20)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert (newest := ledger_of(environment).last())
    assert newest.number >= 1


def test_while_the_database_is_away_it_waits_and_says_so(environment: Mapping[str, str], start: Start, tmp_path: Path) -> None:
    assert isinstance(environment, dict)
    environment["DATABASE_URL"] = f"postgresql+psycopg://quipu@/nowhere?host={tmp_path}"
    process = start()
    assert process.stderr
    line = json.loads(process.stderr.readline())
    assert (line["event"], line["error"]) == ("sealer waits", "OperationalError")
    assert process.poll() is None


def test_it_goes_on_after_a_fault(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, jobs_session: Any) -> None:
    """The key is missing in its first minute and there in its second."""
    settings = SealerSettings.from_environment(environment)
    process = SealerProcess(replace(settings, key_folder=settings.key_folder / "not-yet"))
    tries: list[float] = []

    def wait(_seconds: float) -> None:
        tries.append(time.monotonic())
        object.__setattr__(process, "settings", settings)
        if len(tries) == 2:
            process.stopping.set()

    monkeypatch.setattr(process.stopping, "wait", wait)
    assert ledger_of(environment).last() is None
    process.run()
    assert len(tries) == 2
    assert ledger_of(environment).last()


def test_nothing_new_makes_no_seal(environment: Mapping[str, str], jobs_session: Any) -> None:
    settings = SealerSettings.from_environment(environment)
    seal(settings)
    last = ledger_of(environment).last()
    seal(settings)
    assert ledger_of(environment).last() == last
