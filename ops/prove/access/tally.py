"""Decisions counted by channel, and where the application and the oracle disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

MOST_TOLD = 20


@dataclass
class Tally:
    """What was compared, by the channel's name.

    Attributes:
        decisions: how many answers were compared.
        shown: how many of them were a yes.
        disagreements: where the application showed what the oracle denies, or the other way round.
        told: the first of them in words, with the changes that led there.
        states: how many times a user was looked at after a change.
    """

    decisions: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    disagreements: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    states: int = 0
    changes: Counter[str] = field(default_factory=Counter)

    def note(self, channel: str, *, decisions: int, shown: int, wrong: Collection[str]) -> None:
        self.decisions[channel] += decisions
        self.shown[channel] += shown
        self.disagreements[channel] += len(wrong)
        self.told += list(wrong)[: max(0, MOST_TOLD - len(self.told))]

    def __str__(self) -> str:
        width = max((len(name) for name in self.decisions), default=0) + 2
        lines = [
            f"  {name:<{width}}{number:>10,}  {self.shown[name]:>10,}  {self.disagreements[name]:>6,}"
            for name, number in self.decisions.items()
        ]
        heads = f"  {'channel':<{width}}{'decisions':>10}  {'of them yes':>10}  {'wrong':>6}"
        return "\n".join([heads, *lines, *self.told])
