"""The process that outlives its keeper just long enough to end everything the keeper had started.

It is started as a script (``python -I -S ops/guardian.py``) and reads commands from a pipe whose other end only the keeper
holds. When the keeper ends, however it ends, the pipe closes: the guardian then asks each watched program to
stop, kills whatever is left of their sessions, and removes the folders it was told to remove.

Imports nothing but the standard library, also when ``ops`` imports it.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

LONGEST_GRACE = 5.0
"""Seconds between asking the orphans to stop and killing them, at most."""


class Guardian:
    """The keeper's end of the pipe."""

    def __init__(self, *, held_open: Sequence[int] = ()) -> None:
        """Start the guardian process.

        Args:
            held_open: file descriptors that the guardian keeps until it is done, such as a locked file.
        """
        self._held_open = tuple(held_open)
        self._lines: list[str] = []
        self._process = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self._held_open,
            cwd="/",
        )

    def watch(self, pid: int, stop_signal: signal.Signals, grace: float) -> None:
        """End this session leader, and all of its session, when the keeper is gone; ``grace`` is in seconds."""
        self._tell(f"watch {pid} {int(stop_signal)} {grace}")

    def forget(self, pid: int) -> None:
        self._tell(f"forget {pid}")

    def remove_afterwards(self, folder: Path) -> None:
        """Delete a throwaway folder when the keeper is gone."""
        self._tell(f"remove {folder}")

    def keep_alive(self) -> None:
        """Replace a guardian that somebody has killed."""
        if self._process.poll() is None:
            return
        self._close_pipe()
        self._process = self._spawn()
        self._write("\n".join(self._lines))

    def dismiss(self) -> None:
        """Let the guardian do what is left to do, and wait for it."""
        self._close_pipe()
        self._process.wait()

    def _close_pipe(self) -> None:
        with suppress(BrokenPipeError):
            self._pipe.close()

    @property
    def _pipe(self) -> IO[bytes]:
        return cast("IO[bytes]", self._process.stdin)

    def _tell(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        if verb == "forget":
            self._lines = [known for known in self._lines if not known.startswith(f"watch {rest} ")]
        else:
            self._lines.append(line)
        try:
            self._write(line)
        except BrokenPipeError:
            self.keep_alive()

    def _write(self, text: str) -> None:
        self._pipe.write(text.encode() + b"\n")
        self._pipe.flush()


def members_of(sessions: Collection[int]) -> Iterator[int]:
    """The process ids that live in these sessions (a session is named by its leader's process id), zombies left out."""
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            stat = Path(entry.path, "stat").read_bytes()
        except OSError:
            continue
        # The second field, the program's name, may hold spaces and parentheses.
        state, _parent, _group, session = stat.rpartition(b")")[2].split()[:4]
        if int(session) in sessions and state not in (b"Z", b"X"):
            yield int(entry.name)


def kill_sessions(sessions: Collection[int]) -> None:
    """SIGKILL every member of these sessions until none is left, or those that are left hang in the kernel."""
    deadline = time.monotonic() + LONGEST_GRACE
    while (remaining := list(members_of(sessions))) and time.monotonic() < deadline:
        for pid in remaining:
            send(pid, signal.SIGKILL)
        time.sleep(0.02)


def send(pid: int, number: int) -> None:
    """Signal a process that may have ended meanwhile."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@dataclass(frozen=True)
class Watched:
    """How one session leader is asked to stop, and how many seconds it then has."""

    stop_signal: int
    grace: float


class Orders:
    """What the keeper has told so far."""

    def __init__(self) -> None:
        self.watched: dict[int, Watched] = {}
        self.folders: list[str] = []

    def listen(self) -> None:
        """Take orders until the keeper is gone."""
        keeper = os.getppid()
        unfinished = b""
        # The parent is looked at too: a forked copy of the keeper could hold the pipe open.
        while os.getppid() == keeper:
            if not select.select([0], [], [], 1.0)[0]:
                continue
            if not (piece := os.read(0, 65536)):
                return
            *lines, unfinished = (unfinished + piece).split(b"\n")
            for line in lines:
                self._note(line.decode())

    def _note(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        if verb == "watch":
            pid, number, grace = rest.split()
            self.watched[int(pid)] = Watched(int(number), float(grace))
        elif verb == "forget":
            self.watched.pop(int(rest), None)
        elif verb == "remove":
            self.folders.append(rest)

    def carry_out(self) -> None:
        for pid, watched in self.watched.items():
            send(pid, watched.stop_signal)
        asked_at = time.monotonic()
        while any(members_of(self.watched)) and time.monotonic() < asked_at + LONGEST_GRACE:
            waited = time.monotonic() - asked_at
            kill_sessions({pid for pid, watched in self.watched.items() if waited > watched.grace})
            time.sleep(0.05)
        kill_sessions(self.watched)
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    orders = Orders()
    orders.listen()
    orders.carry_out()


if __name__ == "__main__":
    main()
