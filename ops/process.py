"""One program that Quipu starts, waits for and stops."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, cast

from ops.errors import OperationError
from ops.guardian import Guardian, kill_sessions, send


@dataclass(frozen=True)
class Program:
    """A long-running program: how it starts, when it counts as ready, how it is asked to stop."""

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]
    label: str = ""
    """What stands before its lines in the log."""
    is_chatty: bool = False
    """Its lines go to the log file only."""
    prepare: Callable[[], None] = lambda: None
    """Done before each start, the repeated ones too."""
    environment: Mapping[str, str] | None = None
    """The whole environment; None inherits ours."""
    ready_within: float = 60.0
    """Seconds."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 10.0
    """Seconds between asking and killing."""


class Process:
    """A started :class:`Program`: leader of its own session, watched by the guardian, and told when we die."""

    def __init__(self, program: Program, guardian: Guardian, *, output: int | IO[bytes] | None = None) -> None:
        self.program = program
        self.started = time.monotonic()
        self.has_closed_output = False
        self._guardian = guardian
        self._popen = subprocess.Popen(
            bound_to_parent(program.command, program.stop_signal),
            env=None if program.environment is None else dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            start_new_session=True,
        )
        guardian.watch(self.pid, program.stop_signal, program.stop_within)

    @property
    def pid(self) -> int:
        return self._popen.pid

    def output_descriptor(self) -> int:
        """Where its output can be read, when it was started with a pipe."""
        return self._pipe.fileno()

    def read_output(self) -> bytes:
        """What it has printed since the last call; never waits, if the descriptor was set so."""
        pieces = []
        with suppress(BlockingIOError):
            while piece := os.read(self.output_descriptor(), 65536):
                pieces.append(piece)
            self.has_closed_output = True
        return b"".join(pieces)

    def close_output(self) -> None:
        self._pipe.close()

    @property
    def _pipe(self) -> IO[bytes]:
        return cast("IO[bytes]", self._popen.stdout)

    def exit_code(self) -> int | None:
        """None while it runs; minus the signal's number when a signal ended it."""
        return self._popen.poll()

    def ask_to_stop(self) -> None:
        if self.exit_code() is None:
            send(self.pid, self.program.stop_signal)

    def bury(self) -> None:
        """Kill what is left of the session, the leader included, and tell the guardian that it is over."""
        kill_sessions({self.pid})
        self._popen.wait()
        self._guardian.forget(self.pid)

    def stop(self) -> None:
        """Ask, wait for as long as the program may take, then kill."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(self.program.stop_within)
        self.bury()

    def wait_until_ready(self) -> None:
        """Wait for the program's readiness probe.

        Raises:
            OperationError: it ended, or did not get ready in its time.
        """
        deadline = time.monotonic() + self.program.ready_within
        while not self.program.is_ready():
            if (code := self.exit_code()) is not None:
                raise OperationError(f"{self.program.name} stopped while starting ({describe_exit(code)}).")
            if time.monotonic() > deadline:
                raise OperationError(f"{self.program.name} was not ready within {self.program.ready_within:.0f} seconds.")
            time.sleep(0.02)


def bound_to_parent(command: tuple[str, ...], death_signal: signal.Signals) -> list[str]:
    """The command, changed so that the kernel signals the program when the thread that started it ends."""
    wish = ["setpriv", "--pdeathsig", death_signal.name.removeprefix("SIG"), "--"]
    # A parent that was gone before the wish was stated would never be noticed.
    check = ["sh", "-c", '[ "$PPID" = "$0" ] && exec "$@"', str(os.getpid())]
    # Entering a namespace or another account clears the wish, so it is stated after that.
    start = command.index("--") + 1 if command[0] in ("unshare", "setpriv") else 0
    return [*command[:start], *wish, *check, *command[start:]]


def describe_exit(code: int) -> str:
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"exit code {code}"


def without_postgres_variables(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment without libpq's variables: a PGPORT of the operator's must not move the embedded server."""
    return {name: value for name, value in environ.items() if not name.startswith("PG")}
