"""State as a table: which step leads from where to where, who may take it, and which clock starts.

A room's ``lifecycle.py`` holds one ``Lifecycle``; its model's check constraint and the diagram in ``docs/states/`` are
made from it, so that code, database and documentation cannot drift apart.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask_babel import lazy_gettext as _l

from app.foundation.errors import WrongState

State = TypeVar("State", bound=enum.StrEnum)
STEP_NOT_POSSIBLE = _l(
    "This step is not possible any more: the state has changed. Look at the current state and go on from there."
)


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One named step.

    Attributes:
        step: verb of the step, such as ``accept``.
        sources: states it may start from; None among them means "before the record exists".
        target: state it leads to.
        taken_by: kinds of actor or roles, in the words of the room, for the diagram and the refusal.
        clock: what starts or stops counting, in words; empty where nothing does.
    """

    step: str
    sources: tuple[State | None, ...]
    target: State
    taken_by: tuple[str, ...]
    clock: str = ""


class Lifecycle(Generic[State]):
    """The complete table of one kind of record.

    Raises:
        ValueError: a step stands twice, or a state cannot be reached.
    """

    def __init__(self, name: str, states: type[State], transitions: Iterable[Transition[State]]) -> None:
        self.name = name
        self.states = states
        self.transitions = tuple(transitions)
        self._by_step = {transition.step: transition for transition in self.transitions}
        if len(self._by_step) != len(self.transitions):
            raise ValueError(f"{name}: a step stands twice")
        unreached = set(states) - {transition.target for transition in self.transitions}
        if unreached:
            raise ValueError(f"{name}: no step leads to {sorted(unreached)}")

    def allows(self, step: str, state: State | None) -> bool:
        return state in self._by_step[step].sources

    def target(self, step: str, state: State | None) -> State:
        """The state after ``step``.

        Raises:
            WrongState: the step does not start from this state.
        """
        if not self.allows(step, state):
            raise WrongState(STEP_NOT_POSSIBLE)
        return self._by_step[step].target

    def steps_from(self, state: State | None) -> tuple[str, ...]:
        return tuple(transition.step for transition in self.transitions if state in transition.sources)

    @property
    def final_states(self) -> frozenset[State]:
        """States that no step leaves."""
        left = {source for transition in self.transitions for source in transition.sources if source is not None}
        return frozenset(set(self.states) - left)
