"""The one clock: aware UTC instants, and dates as they are at an office."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today_in(time_zone: str) -> date:
    """The date on the wall of an office in ``time_zone`` (an IANA name such as ``America/Bogota``)."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def date_in(instant: datetime, time_zone: str) -> date:
    """The date that ``instant`` (aware) had in ``time_zone``."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def end_of(day: date, time_zone: str) -> datetime:
    """The instant at which ``day`` is over at an office."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(time_zone)).astimezone(UTC)


def today_everywhere() -> date:
    """The day that has begun at every office on earth: for what must not happen a day early anywhere."""
    return (now() - timedelta(hours=12)).date()
