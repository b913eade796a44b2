from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.partial_date import KnownTo, PartialDate

dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 12, 31))


@given(born=dates, on=dates)
def test_the_age_of_an_exact_date_is_one_number(born: date, on: date) -> None:
    youngest, oldest = PartialDate.from_date(born).age_range(on)
    assert youngest == oldest


@given(born=dates, on=dates)
def test_knowing_less_never_excludes_the_true_age(born: date, on: date) -> None:
    true_age = PartialDate.from_date(born).age_range(on)[0]
    for less in (PartialDate(born.year), PartialDate(born.year, born.month)):
        youngest, oldest = less.age_range(on)
        assert youngest <= true_age <= oldest
        assert oldest - youngest <= 1


@given(day=dates)
def test_what_was_said_is_read_again_from_a_day_that_is_kept_in_its_place(day: date) -> None:
    said = {
        None: PartialDate.from_date(day),
        KnownTo.MONTH: PartialDate(day.year, day.month),
        KnownTo.YEAR: PartialDate(day.year),
    }
    for known_to, one in said.items():
        assert one.known_to is known_to
        assert PartialDate.as_said(one.earliest, known_to) == PartialDate.as_said(one.latest, known_to) == one


@given(born=dates)
def test_earliest_and_latest_enclose_the_date(born: date) -> None:
    year = PartialDate(born.year)
    assert year.earliest <= born <= year.latest
    assert PartialDate(born.year, born.month, born.day).earliest == born


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1990, None, 4), (1990, 13, None), (1990, 2, 30), (1899, 1, 1), (1990, 0, None), (2023, 2, 29)]
)
def test_parts_that_are_no_date_are_refused(year: int, month: int | None, day: int | None) -> None:
    with pytest.raises(ValueError, match=r"year|month|day"):
        PartialDate(year, month, day)


def test_it_is_written_as_far_as_it_is_known() -> None:
    assert [PartialDate(1990).isoformat(), PartialDate(1990, 4).isoformat(), PartialDate(1990, 4, 7).isoformat()] == [
        "1990",
        "1990-04",
        "1990-04-07",
    ]


def test_a_leap_day_child_has_its_birthday_on_the_first_of_march() -> None:
    assert PartialDate(2020, 2, 29).age_range(date(2021, 2, 28)) == (0, 0)
    assert PartialDate(2020, 2, 29).age_range(date(2021, 3, 1)) == (1, 1)
