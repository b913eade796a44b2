"""What came of a run over the pool, counted by many threads."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass
class PoolFigures:
    """What came of the run.

    Attributes:
        answered: requests by status.
        foreign: rows that somebody was shown and that are not theirs to see.
        own: rows that somebody was shown.
        missing: rows of theirs that they were not shown, in requests that were answered.
        bare: rows that a connection showed on which nobody had entered.
        survived: contexts that a connection brought along from an earlier request.
        killed: connections ended by the server.
    """

    answered: Counter[int] = field(default_factory=Counter)
    own: int = 0
    foreign: int = 0
    missing: int = 0
    bare: int = 0
    survived: int = 0
    killed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, **numbers: int) -> None:
        with self._lock:
            for name, number in numbers.items():
                setattr(self, name, getattr(self, name) + number)

    def answer(self, status: int) -> None:
        with self._lock:
            self.answered[status] += 1

    @property
    def holds(self) -> bool:
        """Whether nothing went astray, and enough was answered for that to mean something."""
        is_busy = self.answered[HTTPStatus.OK] > self.answered.total() / 3 and self.own > self.answered.total()
        return is_busy and not (self.foreign or self.missing or self.bare or self.survived)

    def __str__(self) -> str:
        total, answered = self.answered.total(), self.answered[HTTPStatus.OK]
        return (
            f"{total:,} requests ({answered:,} answered, {total - answered:,} failed), "
            f"{self.killed:,} connections killed, {self.own:,} rows shown: "
            f"{self.foreign:,} foreign, {self.missing:,} missing, "
            f"{self.bare:,} without a context, {self.survived:,} contexts that survived"
        )
