"""Random deaths: which process is killed when, and when the broker is emptied."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psutil
import redis

from ops.prove.crash.chance import chance
from ops.prove.crash.parts import Part, find
from ops.prove.running import RunningQuipu

QUEUE = "celery"
"""Celery's list of waiting hints in the broker."""
SECONDS_TO_FIND = 40.0
"""A victim that is just starting again is waited for; the supervisor's longest pause is 30 seconds."""
SECONDS_BEFORE_FLUSH = 1.5
"""Between the worker's death and the flush: hints gather in the queue, and are lost with it."""
TRY_AGAIN_AFTER = 0.2


@dataclass(frozen=True)
class Strike:
    """One kill. ``after``: as soon as so many submissions are acknowledged. ``flushes``: the broker is emptied just after."""

    after: int
    part: Part
    flushes: bool = False


@dataclass
class Deeds:
    """What was done: kills by part, and the hints that each flush took away."""

    kills: Counter[Part] = field(default_factory=Counter)
    lost_hints: list[int] = field(default_factory=list)
    missed: int = 0
    """Strikes that found nobody to kill."""


def plan(submissions: int, kills: int, flushes: int, seed: int) -> list[Strike]:
    """Strikes at random moments of a run, every part in its turn. Flushes follow the worker's deaths."""
    random = chance("kills", seed)
    parts: list[Part] = []
    while len(parts) < kills:
        parts += random.sample(list(Part), k=len(Part))
    moments = sorted(random.sample(range(submissions // 20, max(submissions * 19 // 20, kills + submissions // 20)), k=kills))
    worker_deaths = [place for place, part in enumerate(parts[:kills]) if part is Part.WORKER]
    flushing = set(worker_deaths[:flushes])
    return [Strike(moment, parts[place], place in flushing) for place, moment in enumerate(moments)]


class Killer(threading.Thread):
    """Carries out strikes on the processes of one running Quipu, and of no other."""

    def __init__(self, quipu: RunningQuipu, strikes: Sequence[Strike], acknowledged: Callable[[], int], seed: int) -> None:
        super().__init__(name="killer", daemon=True)
        self.deeds = Deeds()
        self._quipu = quipu
        self._strikes = strikes
        self._acknowledged = acknowledged
        self._random = chance("victims", seed)
        self._is_over = threading.Event()

    def run(self) -> None:
        for strike in self._strikes:
            while self._acknowledged() < strike.after:
                if self._is_over.wait(0.02):
                    return
            self._carry_out(strike)

    def stop(self) -> None:
        """No strike begins after this; waits for the one under way."""
        self._is_over.set()
        self.join()

    def _carry_out(self, strike: Strike) -> None:
        ends = time.monotonic() + SECONDS_TO_FIND
        while not self._kill_one(strike.part):
            if time.monotonic() > ends:
                self.deeds.missed += 1
                return
            time.sleep(TRY_AGAIN_AFTER)
        if strike.flushes:
            time.sleep(SECONDS_BEFORE_FLUSH)
            self._flush(ends)

    def _kill_one(self, part: Part) -> bool:
        victims = find(self._quipu.pid, part)
        if not victims:
            return False
        try:
            self._random.choice(victims).kill()
        except psutil.NoSuchProcess:
            return False
        self.deeds.kills[part] += 1
        return True

    def _flush(self, ends: float) -> None:
        """Empty the broker; the number of hints that were waiting there is noted."""
        while time.monotonic() < ends:
            try:
                with self._quipu.broker() as broker:
                    waiting = int(broker.llen(QUEUE))  # type: ignore[arg-type]
                    broker.flushall()
            except (redis.RedisError, OSError):
                time.sleep(TRY_AGAIN_AFTER)
            else:
                self.deeds.lost_hints.append(waiting)
                return
