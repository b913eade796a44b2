"""How long a partner has to answer: clock hours where it is urgent, days that end on a working day where it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.foundation.clock import date_in
from app.referrals.enums import Priority

CLOCK_HOURS = {Priority.EMERGENCY: timedelta(hours=24), Priority.URGENT: timedelta(hours=72)}
DAYS_OF_NORMAL = timedelta(days=14)
END_OF_WORKING_DAY = time(18)
SATURDAY = 5


def answer_due(priority: Priority, asked_at: datetime, *, country: str, time_zone: str) -> datetime:
    """The instant (aware UTC) at which the window to answer ends.

    Emergency and urgent run through nights, weekends and holidays. A normal window ends at 18:00 at the office on the
    14th day after the day of asking, or on the next working day when that one is none.

    Args:
        asked_at: aware instant of sending.
        country: ISO alpha-2 of the office, whose public holidays count.
        time_zone: IANA name of the office's.
    """
    if priority in CLOCK_HOURS:
        return asked_at + CLOCK_HOURS[priority]
    last_day = next_working_day(date_in(asked_at, time_zone) + DAYS_OF_NORMAL, country)
    return datetime.combine(last_day, END_OF_WORKING_DAY, ZoneInfo(time_zone)).astimezone(UTC)


def next_working_day(day: date, country: str) -> date:
    """``day`` itself when people work on it, else the first one after it."""
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def is_working_day(day: date, country: str) -> bool:
    """Neither Saturday nor Sunday nor a national holiday; regional holidays are not known."""
    return day.weekday() < SATURDAY and day not in _holidays_of(country, day.year)


@lru_cache(maxsize=64)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    """National holidays of a year, by the ``holidays`` package; none for a country that it does not know."""
    # Its calendars of all countries are heavy, and pages that need no window should not pay for them.
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, years=year, expand=False))
    except NotImplementedError:
        return frozenset()
