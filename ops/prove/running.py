"""A Quipu to prove things on: the demo as ``./quipu run`` starts it, in a state folder of its own, on a free port."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis

from config import Settings, socket_folder, state_folder
from ops.address import Address, any_free_port, read_address
from ops.errors import OperationError
from ops.guardian import Guardian
from ops.process import Process, Program
from ops.roles import connect_as_owner
from ops.state import lock, make_folder, make_folders

SECONDS_TO_START = 240
SECONDS_TO_STOP = 90
LAST_LINES = 12
NOT_INHERITED = frozenset(
    {"DATABASE_URL", "REDIS_URL", "QUIPU_HOST", "QUIPU_PUBLIC_URL", "QUIPU_TESTING", "QUIPU_BACKUP_DATABASE_URL"}
)
"""A proof kills and empties its servers: it must never meet those of the operator."""


@dataclass(frozen=True)
class RunningQuipu:
    """One running demo. ``pid`` is that of its supervisor."""

    state: Path
    address: Address
    pid: int
    settings: Settings
    environment: Mapping[str, str]

    @property
    def mail_folder(self) -> Path:
        return self.state / "mail"

    def accounts(self, role: str) -> list[dict[str, str]]:
        """The demo accounts of one role, with their passwords."""
        found: list[dict[str, str]] = json.loads((self.state / "demo-accounts.json").read_text())
        return [account for account in found if account["role"] == role]

    def database(self) -> psycopg.Connection[Any]:
        """A connection of the owner of the tables, outside of any transaction."""
        return connect_as_owner(self.settings, autocommit=True)

    def broker(self) -> redis.Redis:
        return redis.Redis.from_url(self.settings.redis_url, socket_timeout=5, socket_connect_timeout=5)


@contextmanager
def running_quipu(state: Path, environ: Mapping[str, str]) -> Iterator[RunningQuipu]:
    """A demo on an empty state folder, up in all its parts; stopped in order at the end, or when we are killed.

    Raises:
        OperationError: it did not come up, or another Quipu runs on this folder.
    """
    empty(state)
    with started_quipu(state, environ) as quipu:
        yield quipu


@contextmanager
def started_quipu(state: Path, environ: Mapping[str, str]) -> Iterator[RunningQuipu]:
    """The demo of a state folder as it is, up in all its parts; stopped in order at the end, or when we are killed.

    Raises:
        OperationError: it did not come up, or another Quipu runs on this folder.
    """
    address = Address("127.0.0.1", any_free_port())
    environment = environment_of(state, environ) | {"QUIPU_PORT": str(address.port)}
    program = Program(
        name="Quipu",
        command=(sys.executable, "-m", "ops", "run"),
        environment=environment,
        # Written once every part is up.
        is_ready=lambda: read_address(state) is not None,
        ready_within=SECONDS_TO_START,
        stop_within=SECONDS_TO_STOP,
    )
    guardian = Guardian()
    with (state / "run.log").open("wb") as log:
        process = Process(program, guardian, output=log)
        try:
            _wait_until_up(process, state)
            settings = Settings.from_environment(environment)
            yield RunningQuipu(state, address, process.pid, settings, environment)
        finally:
            process.stop()
            guardian.dismiss()


def _wait_until_up(process: Process, state: Path) -> None:
    try:
        process.wait_until_ready()
    except OperationError as error:
        last_words = (state / "run.log").read_text(errors="replace").splitlines()[-LAST_LINES:]
        raise OperationError("\n  ".join([str(error), *last_words])) from None


def environment_of(state: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The operator's environment without servers of their own, for an instance in this state folder."""
    inherited = {name: value for name, value in environ.items() if name not in NOT_INHERITED}
    return {**inherited, "QUIPU_STATE": str(state), "QUIPU_DEMO": "1"}


def proof_folder(environ: Mapping[str, str], name: str) -> Path:
    """Where the proof of this name keeps its instance."""
    return make_folder(make_folder(state_folder(environ)) / "prove") / name


def empty(state: Path) -> None:
    """Make a state folder anew, without anything that an earlier run left in it.

    Raises:
        OperationError: a Quipu runs there, or the folder is somebody else's.
    """
    make_folders(state)
    lock(state).close()
    for folder in (state, socket_folder(state)):
        shutil.rmtree(folder, ignore_errors=folder != state)
    make_folders(state)
