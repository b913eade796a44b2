"""The calendar of working days of a country, by which deadlines are counted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5


def is_working_day(day: date, country: str) -> bool:
    """Neither Saturday nor Sunday nor a national holiday; regional holidays are not known.

    Args:
        country: ISO alpha-2; one whose holidays are not known has its weekends.
    """
    return day.weekday() < SATURDAY and day not in _holidays_of(country, day.year)


def next_working_day(day: date, country: str) -> date:
    """``day`` itself when people work on it, else the first one after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def working_day_after(start: date, days: int, country: str) -> date:
    """The last of ``days`` working days after ``start``."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, country)
    return day


@lru_cache(maxsize=64)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    """National holidays of a year, by the ``holidays`` package."""
    # Its calendars of all countries are heavy: only those who count days pay for them.
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, years=year, expand=False))
    except NotImplementedError:
        return frozenset()
