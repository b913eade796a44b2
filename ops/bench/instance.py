"""A Quipu for measuring: a state folder of its own with a kept volume, and the web server on a free port."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from config import Settings, state_folder
from ops import programs
from ops.address import Address, any_free_port
from ops.bench.browser import Browser
from ops.demo import DEMO_SEED, load_people
from ops.demo.volume import Volume
from ops.instance import Instance, supervised
from ops.log_stream import LogStream
from ops.state import InstanceKind, ensure_secrets
from ops.supervisor import Supervisor

LOADED = "bench-volume.json"


@contextmanager
def running_instance(people: int, environ: Mapping[str, str]) -> Iterator[Browser]:
    """A browser signed in as a caseworker, at a server over ``people`` invented people.

    The folder ``bench/<people>`` in the state folder keeps the volume for the next run.
    """
    state = state_folder(environ) / "bench" / str(people)
    with supervised(state) as (supervisor, log):
        address = Address("127.0.0.1", any_free_port())
        own = {name: value for name, value in environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        instance = Instance(state, InstanceKind.DEMO, ensure_secrets(state), address, own)
        instance.start_servers(supervisor, log)
        instance.perform(supervisor, "preparing the database", "prepare")
        load_volume_once(instance, people)
        start_web(instance, supervisor, log)
        browser = Browser(address.host, address.port)
        sign_in(browser, instance.demo_accounts())
        yield browser


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


def sign_in(browser: Browser, accounts: list[dict[str, str]]) -> None:
    account = next(account for account in accounts if account["role"] == "caseworker")
    browser.submit("/sign-in", holding="password", email=account["email"], password=account["password"])
