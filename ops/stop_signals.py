"""Requests to stop, as something that an event loop can wait for."""

from __future__ import annotations

import signal
import socket
import time
from types import FrameType, TracebackType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SAME_REQUEST = 1.0
"""Seconds within which signals count as one request: a closing terminal sends several."""


class StopSignals:
    """Counts SIGINT, SIGTERM and SIGHUP, and becomes readable on these and on the end of a child."""

    def __init__(self) -> None:
        self.count = 0
        self._last = float("-inf")
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        # SIGCHLD wakes the loop only if it has a handler, and is inherited as ignored from some parents.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for number in STOP_SIGNALS:
            # Set explicitly: a shell starts background jobs with SIGINT ignored. nohup's wish is respected.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number in (signal.SIGCHLD, *STOP_SIGNALS):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()

    def fileno(self) -> int:
        return self._reader.fileno()

    def drain(self) -> None:
        """Take the wake-up bytes away, so that the loop can sleep again."""
        try:
            while self._reader.recv(4096):
                pass
        except BlockingIOError:
            pass

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - self._last > SAME_REQUEST:
            self.count += 1
        self._last = time.monotonic()
