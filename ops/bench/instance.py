"""A Quipu for measuring: a state folder of its own with a kept volume, and the web server on a free port."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from config import Settings, state_folder
from ops import programs
from ops.address import Address, any_free_port
from ops.bench.browser import Browser
from ops.bench.signing_in import sign_in
from ops.demo import DEMO_SEED, load_people
from ops.demo.volume import Volume
from ops.instance import Instance, supervised
from ops.log_stream import LogStream
from ops.state import InstanceKind, ensure_secrets, make_folder, write_kind
from ops.supervisor import Supervisor

LOADED = "bench-volume.json"
LONGEST_RUN_SECONDS = 1_800
Measured = TypeVar("Measured")


@dataclass(frozen=True)
class Bench:
    """A running server, and its accounts."""

    instance: Instance
    supervisor: Supervisor

    @property
    def settings(self) -> Settings:
        return Settings.from_environment(self.instance.environment)

    def browser_of(self, account: Mapping[str, str]) -> Browser:
        """Somebody who has signed in."""
        browser = Browser(self.instance.address.host, self.instance.address.port)
        sign_in(browser, account)
        return browser

    def account(self, role: str) -> Mapping[str, str]:
        return next(account for account in self.instance.demo_accounts() if account["role"] == role)

    def attend(self, work: Callable[[], Measured]) -> Measured:
        """Do the work while the supervisor goes on reading what the server prints: a full pipe would stop the server."""
        with ThreadPoolExecutor(max_workers=1) as thread:
            measuring = thread.submit(work)
            self.supervisor.wait_for(measuring.done, within=LONGEST_RUN_SECONDS, complaint=lambda: "Measuring took too long.")
            return measuring.result()


def tools_folder(environ: Mapping[str, str]) -> Path:
    """Where the programs are kept that only a bench needs."""
    return make_folder(make_folder(state_folder(environ)) / "bench") / "tools"


@contextmanager
def running_instance(people: int, environ: Mapping[str, str]) -> Iterator[Bench]:
    """A server over ``people`` invented people.

    The folder ``bench/<people>`` in the state folder keeps the volume for the next run.
    """
    state = state_folder(environ) / "bench" / str(people)
    with supervised(state) as (supervisor, log):
        address = Address("127.0.0.1", any_free_port())
        own = {name: value for name, value in environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        write_kind(state, InstanceKind.DEMO)
        instance = Instance(state, InstanceKind.DEMO, ensure_secrets(state), address, own)
        instance.start_servers(supervisor, log)
        instance.perform(supervisor, "preparing the database", "prepare")
        load_volume_once(instance, people)
        start_web(instance, supervisor, log)
        yield Bench(instance, supervisor)


def load_volume_once(instance: Instance, people: int) -> None:
    marker: Path = instance.state / LOADED
    if marker.exists():
        return
    settings = Settings.from_environment(instance.environment)
    from app.foundation.clock import now

    load_people(settings, Volume(people=people, seed=DEMO_SEED + 1, as_of=now().date()))
    marker.write_text(json.dumps({"people": people, "loaded_on": now().date().isoformat()}))


def start_web(instance: Instance, supervisor: Supervisor, log: LogStream) -> None:
    """The product's web server, serving the application with the floor page and the counted statements."""
    product = programs.web(instance.address, instance.environment)
    command = tuple("ops.bench.server:app" if word == "wsgi:app" else word for word in product.command)
    with log.timed("The web server is up"):
        supervisor.start(replace(product, command=command, is_chatty=True))
