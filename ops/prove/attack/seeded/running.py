"""A second web server beside a running demo, on the same database: the one with the seeded bugs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ops import programs
from ops.address import Address, any_free_port
from ops.guardian import Guardian
from ops.process import Process
from ops.prove.running import RunningQuipu

APPLICATION = "ops.prove.attack.seeded.server:app"


@contextmanager
def seeded_server(quipu: RunningQuipu) -> Iterator[RunningQuipu]:
    """The same instance at another address, where every seeded bug is open."""
    address = Address("127.0.0.1", any_free_port())
    environment = {**quipu.environment, "QUIPU_PUBLIC_URL": address.url}
    product = programs.web(address, environment)
    command = tuple(APPLICATION if word == "wsgi:app" else word for word in product.command)
    guardian = Guardian()
    with Path(quipu.state / "seeded.log").open("wb") as log:
        process = Process(replace(product, command=command), guardian, output=log)
        try:
            process.wait_until_ready()
            yield replace(quipu, address=address)
        finally:
            process.stop()
            guardian.dismiss()
