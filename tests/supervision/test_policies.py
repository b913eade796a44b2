from __future__ import annotations

from datetime import date

import pytest

from app.cases.enums import RiskLevel
from app.foundation.actor import Actor, ActorKind
from app.foundation.errors import NotAllowed, RefusedInput
from app.supervision.policies import (
    MOST_AT_ONCE,
    check_can_reassign,
    check_number_of_cases,
    last_day_of_silence,
    weight_of,
)


def test_a_case_weighs_by_its_risk() -> None:
    assert weight_of([(RiskLevel.HIGH, 2), (RiskLevel.MEDIUM, 3), (RiskLevel.LOW, 4)]) == 6 + 6 + 4


def test_no_case_weighs_nothing() -> None:
    assert weight_of([]) == 0


def test_silence_is_too_long_after_a_fortnight() -> None:
    assert last_day_of_silence(date(2026, 11, 20)) == date(2026, 11, 6)


@pytest.mark.parametrize("count", [0, MOST_AT_ONCE + 1])
def test_a_selection_can_be_looked_over(count: int) -> None:
    with pytest.raises(RefusedInput):
        check_number_of_cases(count)


def test_only_who_may_reassign_shares_out_cases() -> None:
    with pytest.raises(NotAllowed):
        check_can_reassign(Actor(kind=ActorKind.STAFF, name="Ana"))
