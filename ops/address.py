"""Where a running Quipu listens."""

from __future__ import annotations

import errno
import ipaddress
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.errors import OperationError
from ops.state import InstanceKind, write_private_file

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
PORTS_TRIED = 20
PAGES_FILE = "address.json"
CATCHER_FILE = "mail-catcher.json"


@dataclass(frozen=True)
class Address:
    """A host and port, as browsers and as gunicorn spell them."""

    host: str
    port: int

    @property
    def netloc(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.netloc}"

    @property
    def reachable_here(self) -> Address:
        """The same, with an address that this machine can call where the host means every network."""
        wildcards = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to
        return Address(wildcards.get(self.host, self.host), self.port)


NO_PAGES = Address(DEFAULT_HOST, DEFAULT_PORT)
"""For a start without pages: where they would be."""


def choose_address(environ: Mapping[str, str], kind: InstanceKind) -> Address:
    """The address from QUIPU_HOST and QUIPU_PORT; without QUIPU_PORT the next free port from 8000 on.

    Raises:
        OperationError: the port is taken or no port, or the host is not allowed for a demo instance.
    """
    host = environ.get("QUIPU_HOST") or DEFAULT_HOST
    if kind is InstanceKind.DEMO and not is_loopback(host):
        raise OperationError(
            f"A demo instance has known accounts and listens on this machine only; {host} would open it to others. "
            "Leave QUIPU_HOST out, or make a real instance by ./quipu init."
        )
    if wanted := environ.get("QUIPU_PORT"):
        return _exactly(host, wanted)
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED):
        if is_free(host, port):
            return Address(host, port)
    raise OperationError(f"No port from {DEFAULT_PORT} to {DEFAULT_PORT + PORTS_TRIED - 1} is free: name another by QUIPU_PORT.")


def _exactly(host: str, wanted: str) -> Address:
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise OperationError(f"QUIPU_PORT is {wanted!r}; it must be a number from 1 to 65535.")
    if not is_free(host, int(wanted)):
        raise OperationError(
            f"Port {wanted} on {host} is taken by another program. Stop that one, or name another by QUIPU_PORT."
        )
    return Address(host, int(wanted))


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there.

    Raises:
        OperationError: not for want of a free port, but because the host or port is not ours to use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        # As gunicorn does: connections that just ended must not make the port look taken.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                return False
            raise OperationError(f"Quipu cannot listen on {host}:{port}: {error}.") from None
    return True


def any_free_port(host: str = DEFAULT_HOST) -> int:
    with socket.socket() as attempt:
        attempt.bind((host, 0))
        return int(attempt.getsockname()[1])


@contextmanager
def published_address(state: Path, address: Address, *, file: str = PAGES_FILE) -> Iterator[None]:
    """Let other commands find the pages of this state folder, or what ``file`` stands for, for as long as the block runs."""
    write_private_file(state / file, json.dumps(asdict(address)) + "\n")
    try:
        yield
    finally:
        (state / file).unlink(missing_ok=True)


def catcher_address(port: int) -> Address:
    """Where the demo's mail catcher listens: on this machine only."""
    return Address(DEFAULT_HOST, port)


def read_address(state: Path, *, file: str = PAGES_FILE) -> Address | None:
    """Where the pages are, or were when Quipu was killed; None when it was stopped or never started."""
    try:
        return Address(**json.loads((state / file).read_text()))
    except FileNotFoundError:
        return None
