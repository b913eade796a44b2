"""Which days count toward a deadline, by the calendar of a country."""

from __future__ import annotations

from datetime import date

import pytest

from app.foundation.working_days import is_working_day, next_working_day, working_day_after

FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)
SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
CARTAGENA = date(2026, 11, 16)
"""Independence of Cartagena, which Colombia moves to a Monday."""
IMMACULATE_CONCEPTION = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (FRIDAY, "CO", True),
        (SATURDAY, "CO", False),
        (SUNDAY, "CO", False),
        (CARTAGENA, "CO", False),
        (CARTAGENA, "PE", True),
        (IMMACULATE_CONCEPTION, "CO", False),
        (IMMACULATE_CONCEPTION, "EC", True),
    ],
)
def test_weekends_and_the_countrys_own_holidays_are_no_working_days(day: date, country: str, expected: bool) -> None:
    assert is_working_day(day, country) is expected


def test_a_country_without_a_known_calendar_still_has_weekends() -> None:
    assert not is_working_day(SATURDAY, "ZZ")
    assert is_working_day(date(2026, 12, 25), "ZZ")


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert next_working_day(FRIDAY, "CO") == FRIDAY
    assert next_working_day(date(2026, 11, 14), "CO") == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 5, date(2026, 11, 27)),
        (date(2026, 12, 7), 1, date(2026, 12, 9)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_neither_weekends_nor_holidays_count_toward_a_deadline(start: date, days: int, expected: date) -> None:
    assert working_day_after(start, days, "CO") == expected
