"""The parent of all processes of a running Quipu: ordered start, restart after a crash, ordered stop, nothing left behind."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from ops.errors import OperationError
from ops.guardian import Guardian
from ops.log_stream import LogStream
from ops.process import Process, Program, describe_exit
from ops.stop_signals import StopSignals

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds before a crashed program starts again; the pause doubles with each crash."""
STEADY_AFTER = 60.0
"""Seconds after which a program counts as steady, and its next crash as its first."""
CRASHES_AT_START = 3
"""After so many crashes of one program a start is given up."""
LONGEST_LINE = 64 * 1024
LAST_LINES = 8
GLANCE = 0.03
"""Seconds between two looks at a program that is getting ready."""


class StopRequestedError(Exception):
    """The operator asked for the end while something was still starting."""


class Charge:
    """One program in the supervisor's care, now running or waiting for its next start."""

    def __init__(self, program: Program, guardian: Guardian) -> None:
        self.program = program
        self.process: Process | None = None
        self.next_start = 0.0
        self.crashes = 0
        self._guardian = guardian
        self._pause = FIRST_PAUSE
        self._unfinished = b""
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)

    @property
    def last_words(self) -> str:
        """The end of what it has printed, for the sentence that says why a start failed."""
        return "".join(f"\n  {line}" for line in self._last_lines)

    def launch(self) -> int:
        """Start the program; gives the descriptor from which its output is read."""
        self.program.prepare()
        self.process = Process(self.program, self._guardian, output=subprocess.PIPE)
        descriptor = self.process.output_descriptor()
        os.set_blocking(descriptor, False)
        return descriptor

    def lines(self) -> list[str]:
        """What the program has printed since the last call, in whole lines."""
        if self.process is None:
            return []
        data = self._unfinished + self.process.read_output()
        *whole, self._unfinished = data.split(b"\n")
        if len(self._unfinished) > LONGEST_LINE or self.process.exit_code() is not None:
            whole, self._unfinished = [*whole, self._unfinished], b""
        # Of a line that was drawn over and over, such as a moving bar, the last state counts.
        lines = [line.decode(errors="replace").rstrip("\r").rpartition("\r")[2] for line in whole if line]
        self._last_lines.extend(lines)
        return lines

    def plan_restart(self, lived: float) -> float:
        """Decide when to start again; gives the pause in seconds."""
        self.crashes += 1
        if lived > STEADY_AFTER:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self.next_start = time.monotonic() + pause
        return pause


class Supervisor:
    """Starts programs, passes on what they print, starts crashed ones again, and stops them in reverse order."""

    def __init__(self, log: LogStream, guardian: Guardian, signals: StopSignals) -> None:
        self._log = log
        self._guardian = guardian
        self._signals = signals
        self._charges: list[Charge] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(signals, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop_all()
        self._selector.close()

    def start(self, *programs: Program) -> None:
        """Start programs side by side and wait until each is ready.

        Raises:
            OperationError: one ended or was not ready in time.
            StopRequestedError: the operator asked for the end meanwhile.
        """
        charges = [Charge(program, self._guardian) for program in programs]
        for charge in charges:
            self._charges.append(charge)
            self._launch(charge)
        for charge in charges:
            self._wait_until_ready(charge)

    def perform(self, program: Program) -> None:
        """Run a program to its end.

        Raises:
            OperationError: it failed; its lines have said why.
            StopRequestedError: the operator asked for the end meanwhile.
        """
        charge = Charge(program, self._guardian)
        self._charges.append(charge)
        self._launch(charge)
        while (code := _exit_code(charge)) is None:
            self._turn(0.5)
            self._give_way()
        self._bury(charge)
        self._charges.remove(charge)
        if code != 0:
            raise OperationError(f"The start stops here: {program.name} failed ({describe_exit(code)}).")

    def wait_for(self, condition: Callable[[], bool], *, within: float, complaint: Callable[[], str]) -> None:
        """Wait for what several programs bring about together; crashed ones are started again meanwhile.

        Raises:
            OperationError: with the complaint, when the seconds are over.
            StopRequestedError: the operator asked for the end meanwhile.
        """
        deadline = time.monotonic() + within
        while not condition():
            if time.monotonic() > deadline:
                raise OperationError(complaint())
            self._turn(GLANCE)
            self._tend()
            self._give_up_on_crashing()
            self._give_way()

    def watch(self) -> None:
        """Keep everything running until the operator asks for the end."""
        while not self._signals.count:
            self._turn(self._seconds_to_next_start())
            self._tend()

    # One turn of the loop

    def _turn(self, longest: float) -> None:
        """Pass on what was printed, waiting for something to happen for at most so many seconds."""
        for key, _events in self._selector.select(longest):
            if key.fileobj is self._signals:
                self._signals.drain()
            else:
                self._pass_on(key.data)
        self._guardian.keep_alive()

    def _pass_on(self, charge: Charge) -> None:
        write = self._log.file if charge.program.is_chatty else self._log.write
        for line in charge.lines():
            write(charge.program.label, line)
        if charge.process and charge.process.has_closed_output:
            self._stop_listening(charge.process)

    def _tend(self) -> None:
        for charge in self._charges:
            if charge.process is None:
                if time.monotonic() >= charge.next_start:
                    self._start_again(charge)
            elif (code := charge.process.exit_code()) is not None:
                lived = time.monotonic() - charge.process.started
                self._bury(charge)
                pause = charge.plan_restart(lived)
                self._log.say(f"{charge.program.name} stopped ({describe_exit(code)}); it starts again in {pause:.0f} s.")

    def _give_up_on_crashing(self) -> None:
        for charge in self._charges:
            if charge.crashes >= CRASHES_AT_START:
                raise OperationError(f"{charge.program.name} keeps stopping while Quipu starts.{charge.last_words}")

    def _start_again(self, charge: Charge) -> None:
        try:
            self._launch(charge)
        except (OperationError, OSError) as error:
            self._log.say(f"{charge.program.name} could not be started again: {error}")
            charge.plan_restart(0)

    def _seconds_to_next_start(self) -> float:
        waits = [charge.next_start - time.monotonic() for charge in self._charges if charge.process is None]
        return max(0.0, min([1.0, *waits]))

    # Steps of one program's life

    def _launch(self, charge: Charge) -> None:
        self._selector.register(charge.launch(), selectors.EVENT_READ, charge)

    def _wait_until_ready(self, charge: Charge) -> None:
        program = charge.program
        deadline = time.monotonic() + program.ready_within
        while not program.is_ready():
            if (code := _exit_code(charge)) is not None:
                self._pass_on(charge)
                raise OperationError(f"{program.name} stopped while starting ({describe_exit(code)}).{charge.last_words}")
            if time.monotonic() > deadline:
                raise OperationError(f"{program.name} was not ready within {program.ready_within:.0f} seconds.")
            self._turn(GLANCE)
            self._give_way()

    def _give_way(self) -> None:
        if self._signals.count:
            raise StopRequestedError

    def _stop_all(self) -> None:
        """Stop in reverse order; a second request to stop means: at once."""
        requests = self._signals.count
        for charge in reversed(self._charges):
            if charge.process is None:
                continue
            charge.process.ask_to_stop()
            asked_at = time.monotonic()
            while _exit_code(charge) is None and self._signals.count == requests:
                if time.monotonic() > asked_at + charge.program.stop_within:
                    break
                self._turn(0.1)
            if _exit_code(charge) is None:
                self._log.say(f"{charge.program.name} does not stop; it is killed.")
            self._bury(charge)
            self._log.file("", f"{charge.program.name} has stopped ({time.monotonic() - asked_at:.1f} s)")

    def _bury(self, charge: Charge) -> None:
        """Take leave of an ended or stuck process: its session, its last words, its pipe."""
        if charge.process is None:
            return
        charge.process.bury()
        self._pass_on(charge)
        self._stop_listening(charge.process)
        charge.process.close_output()
        charge.process = None

    def _stop_listening(self, process: Process) -> None:
        with suppress(KeyError):
            self._selector.unregister(process.output_descriptor())


def _exit_code(charge: Charge) -> int | None:
    return charge.process.exit_code() if charge.process else None
