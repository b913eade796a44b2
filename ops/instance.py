"""One instance of Quipu, from its state folder to its running processes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from config import Secrets
from ops import programs
from ops.address import CATCHER_FILE, Address, any_free_port, catcher_address, published_address
from ops.errors import OperationError
from ops.guardian import Guardian
from ops.health import ask
from ops.log_stream import LogStream
from ops.postgres import Cluster
from ops.process import Program, without_postgres_variables
from ops.state import InstanceKind, ensure_root_key, lock, make_folders, root_key_words
from ops.stop_signals import StopSignals
from ops.supervisor import Supervisor
from ops.valkey import Valkey

SECONDS_TO_BE_READY = 120


@dataclass(frozen=True)
class Instance:
    """What one start works with. ``environ`` is the operator's own environment."""

    state: Path
    kind: InstanceKind
    secrets: Secrets
    address: Address
    environ: Mapping[str, str]

    @property
    def mail_folder(self) -> Path:
        return self.state / "mail"

    @property
    def demo_accounts_file(self) -> Path:
        return self.state / "demo-accounts.json"

    @property
    def public_url(self) -> str:
        named = self.environ.get("QUIPU_PUBLIC_URL")
        if not named and self.address.reachable_here != self.address:
            raise OperationError(
                f"{self.address.host} means every network, and browsers need one name: set QUIPU_PUBLIC_URL to it."
            )
        return named or self.address.url

    @cached_property
    def mail_port(self) -> int:
        """Where the demo's mail catcher listens; drawn anew at each start."""
        return any_free_port()

    @cached_property
    def environment(self) -> dict[str, str]:
        """What every process of this instance is started with."""
        own = self.environ if self.environ.get("DATABASE_URL") else without_postgres_variables(self.environ)
        environment = {
            **own,
            "QUIPU_STATE": str(self.state),
            "QUIPU_PUBLIC_URL": self.public_url,
            "QUIPU_DEMO": "1" if self.kind is InstanceKind.DEMO else "0",
            "PYTHONUNBUFFERED": "1",
        }
        if self.kind is InstanceKind.DEMO:
            # Invented people have invented addresses: no mail of a demo may leave this machine.
            environment |= {"QUIPU_SMTP_HOST": "127.0.0.1", "QUIPU_SMTP_PORT": str(self.mail_port), "QUIPU_SMTP_TLS": "0"}
            environment.pop("QUIPU_SMTP_USERNAME", None)
            environment.pop("QUIPU_SMTP_PASSWORD", None)
        return environment

    @contextmanager
    def published(self) -> Iterator[None]:
        """Let other commands find the pages, and the demo's mail catcher, for as long as the block runs."""
        with ExitStack() as stack:
            stack.enter_context(published_address(self.state, self.address))
            if self.kind is InstanceKind.DEMO:
                catcher = catcher_address(self.mail_port)
                stack.enter_context(published_address(self.state, catcher, file=CATCHER_FILE))
            yield

    def demo_accounts(self) -> list[dict[str, str]]:
        """The accounts of the demo operation; none before it is loaded."""
        try:
            return list(json.loads(self.demo_accounts_file.read_text()))
        except FileNotFoundError:
            return []

    def start_servers(self, supervisor: Supervisor, log: LogStream) -> None:
        """Start the embedded servers that no setting of the operator's replaces; the first start makes the root key."""
        if ensure_root_key(self.state, self.environ):
            log.show(root_key_words(self.state))
        if not self.environ.get("DATABASE_URL"):
            cluster = Cluster.of(self.state, self.secrets)
            with log.timed("PostgreSQL is up"):
                supervisor.start(cluster.program())
                cluster.prepare()
        if not self.environ.get("REDIS_URL"):
            with log.timed("Valkey is up"):
                supervisor.start(Valkey.of(self.state).program())

    def perform(self, supervisor: Supervisor, name: str, *command: str) -> None:
        """Run ``python -m ops COMMAND`` beside the servers; ``name`` says in an error what it was for."""
        program = (sys.executable, "-m", "ops", *command)
        supervisor.perform(Program(name=name, command=program, is_ready=lambda: True, environment=self.environment))

    def start_programs(self, supervisor: Supervisor, log: LogStream) -> None:
        """Start what serves pages and does jobs, and wait until ``/healthz`` calls every part up."""
        with log.timed("Web server, worker, relay, scheduler and sealer are up"):
            supervisor.start(*self._programs())
            supervisor.wait_for(self._is_complete, within=SECONDS_TO_BE_READY, complaint=self._complaint)

    def _programs(self) -> Iterator[Program]:
        if self.kind is InstanceKind.DEMO:
            yield programs.mail_catcher(self.mail_folder, self.mail_port, self.environment)
        yield programs.worker(self.environment)
        yield programs.relay(self.environment)
        yield programs.web(self.address, self.environment)
        yield programs.beat(self.environment)
        yield programs.sealer(self.environment)

    def _is_complete(self) -> bool:
        health = ask(self.address.reachable_here)
        return health is not None and health.is_complete

    def _complaint(self) -> str:
        health = ask(self.address.reachable_here)
        parts = health.parts if health else {"web": "down"}
        down = ", ".join(name for name, state in parts.items() if state == "down")
        return f"Not everything was up within {SECONDS_TO_BE_READY} seconds: {down} did not answer."


@contextmanager
def supervised(state: Path) -> Iterator[tuple[Supervisor, LogStream]]:
    """Hold the lock of a state folder, and a supervisor that ends everything it started when the block ends.

    Raises:
        OperationError: another Quipu runs on this state folder.
    """
    os.umask(0o077)
    make_folders(state)
    with ExitStack() as stack:
        held = stack.enter_context(lock(state))
        signals = stack.enter_context(StopSignals())
        log = LogStream(state / "log")
        stack.callback(log.close)
        # The guardian holds the lock too: it is free only when nothing of this run is left.
        guardian = Guardian(held_open=[held.fileno()])
        stack.callback(guardian.dismiss)
        yield stack.enter_context(Supervisor(log, guardian, signals)), log
