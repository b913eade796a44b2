from __future__ import annotations

import enum

import pytest

from app.foundation.errors import WrongState
from app.foundation.lifecycle import Lifecycle, Transition


class Door(enum.StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


DOOR = Lifecycle(
    "door",
    Door,
    (
        Transition("build", (None,), Door.OPEN, ("carpenter",)),
        Transition("shut", (Door.OPEN,), Door.SHUT, ("anybody",)),
        Transition("lock", (Door.SHUT,), Door.LOCKED, ("owner",)),
    ),
)


def test_a_step_leads_to_its_target() -> None:
    assert DOOR.target("build", None) is Door.OPEN
    assert DOOR.target("shut", Door.OPEN) is Door.SHUT


def test_a_step_from_another_state_is_refused() -> None:
    with pytest.raises(WrongState):
        DOOR.target("lock", Door.OPEN)


def test_steps_from_a_state_are_those_of_the_table() -> None:
    assert DOOR.steps_from(Door.OPEN) == ("shut",)
    assert DOOR.steps_from(Door.LOCKED) == ()


def test_a_state_that_no_step_leaves_is_final() -> None:
    assert DOOR.final_states == {Door.LOCKED}


def test_a_table_that_cannot_reach_a_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no step leads to"):
        Lifecycle("door", Door, (Transition("build", (None,), Door.OPEN, ("carpenter",)),))


def test_a_table_with_a_step_twice_is_refused() -> None:
    step = Transition("build", (None,), Door.OPEN, ("carpenter",))
    with pytest.raises(ValueError, match="twice"):
        Lifecycle("door", Door, (step, step))
