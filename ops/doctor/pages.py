"""The web server, asked as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ops.address import read_address
from ops.doctor.findings import Finding, problem, well
from ops.health import ask
from ops.state import sockets_are_shared


def examine_pages(state: Path) -> Iterator[Finding]:
    if sockets_are_shared():
        return  # the pages are a unit of their own, which systemd watches (docs/operations/deploy-debian.md)
    address = read_address(state)
    if address is None:
        yield problem("web", "not running", "Start it by ./quipu run.")
        return
    health = ask(address.reachable_here)
    if health is None:
        yield problem("web", f"{address.url} does not answer", "Look into log/quipu.log in the state folder, and start anew.")
    else:
        yield well("web", f"{address.url} answers")
