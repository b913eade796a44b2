"""The state machine that changes the town at random and looks after each round of changes at those whom it concerns."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ops.prove.access.chance import Chance, Concerned
from ops.prove.access.scene import Scene


@dataclass(frozen=True)
class Effort:
    """How long one run takes.

    Attributes:
        examples: lives of the town, each from its beginning.
        rounds: in each life; a round is up to ``changes`` changes and a look.
        pages: so many of these users' pages are opened as by a browser, besides.
        partners: links through whose holders' eyes it looks after a round.
        looked_at: users at whom it looks after a round: who made the last change, whom it concerns, and somebody else.
        seconds: when this is over, nothing more begins.
    """

    examples: int
    rounds: int
    changes: int = 4
    looked_at: int = 2
    pages: int = 3
    partners: int = 1
    seconds: float = 3600
    seed: int = 1


class TimeIsUp(BaseException):
    """No failure, and so not for hypothesis to look into."""


def run_machine(begin: Callable[[], Scene], effort: Effort) -> None:
    """Let the town live several times; ``begin`` sets it back and gives its scene."""
    over_at, rounds = time.monotonic() + effort.seconds, itertools.count()

    class Town(AccessMachine):
        def __init__(self) -> None:
            super().__init__(begin, effort, over_at, rounds)

    hypothesis.seed(effort.seed)(Town)
    with suppress(TimeIsUp):
        run_state_machine_as_test(Town, settings=_settings(effort))


def _settings(effort: Effort) -> settings:
    return settings(
        max_examples=effort.examples,
        stateful_step_count=effort.rounds,
        deadline=None,
        database=None,
        # Disagreements are counted and told with their history; one run goes on after the first.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


class AccessMachine(RuleBasedStateMachine):
    """See the module. Hypothesis draws the seed of each round, so that every kind of change is as likely as meant."""

    def __init__(self, begin: Callable[[], Scene], effort: Effort, over_at: float, rounds: Iterator[int]) -> None:
        super().__init__()
        self._begin, self._effort, self._over_at, self._rounds = begin, effort, over_at, rounds

    @initialize()
    def begin(self) -> None:
        self.scene = self._begin()

    @rule(drawn=st.integers(0, 2**64))
    def go_on(self, drawn: int) -> None:
        """Some changes, then a look. What hypothesis draws first is simple and alike; no two rounds are.

        Raises:
            TimeIsUp: this was the last.
        """
        random = Random(f"{self._effort.seed} {next(self._rounds)} {drawn}")  # noqa: S311 - a repeatable proof
        chance, concerned = Chance(self.scene, random), list[Concerned]()
        for _ in range(random.randint(1, self._effort.changes)):
            concerned.append(chance.change())
        self._look(chance, concerned[-1])
        if time.monotonic() > self._over_at:
            raise TimeIsUp

    def _look(self, chance: Chance, concerned: Concerned) -> None:
        users = list(dict.fromkeys(concerned))
        looked_at = users[:1] + ([chance.one_of(users[1:])] if users[1:] else [])
        while len(looked_at) < self._effort.looked_at:
            looked_at.append(chance.anybody())
        self.scene.look(looked_at[: self._effort.looked_at])
        self.scene.look_through([chance.any_link() for _ in range(self._effort.partners)])
        self.scene.touched.clear()
        for _ in range(self._effort.pages):
            user = chance.one_of(looked_at)
            self.scene.open_page(user, chance.page_for(user))
