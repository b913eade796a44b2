"""How long a partner has to answer, by priority and by the calendar of the office's country."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.referrals.enums import Priority
from app.referrals.policies import answer_due

ZONES = {"CO": "America/Bogota", "PE": "America/Lima", "EC": "America/Guayaquil", "BR": "America/Sao_Paulo"}


def at_office(country: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(ZONES[country]))  # type: ignore[arg-type,misc]


def due(priority: Priority, country: str, asked_at: datetime) -> datetime:
    return answer_due(priority, asked_at, country=country, time_zone=ZONES[country])


@pytest.mark.parametrize("country", ZONES)
@pytest.mark.parametrize(("priority", "hours"), [(Priority.EMERGENCY, 24), (Priority.URGENT, 72)])
def test_emergency_and_urgent_run_through_nights_weekends_and_holidays(country: str, priority: Priority, hours: int) -> None:
    christmas_eve = at_office(country, 2026, 12, 24, 20, 30)
    assert due(priority, country, christmas_eve) == christmas_eve + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("country", "asked", "last_day"),
    [
        # 14 days on, a working day: it stays.
        ("CO", (2026, 11, 20), (2026, 12, 4)),
        ("PE", (2026, 11, 20), (2026, 12, 4)),
        ("EC", (2026, 11, 20), (2026, 12, 4)),
        ("BR", (2026, 11, 20), (2026, 12, 4)),
        # Asked on a Saturday: the 14th day is a Saturday too, so Monday.
        ("CO", (2026, 11, 21), (2026, 12, 7)),
        ("EC", (2026, 11, 22), (2026, 12, 7)),
        # The 14th day is 8 December: a holiday in Colombia and Peru, a working day in Ecuador and Brazil.
        ("CO", (2026, 11, 24), (2026, 12, 9)),
        ("EC", (2026, 11, 24), (2026, 12, 8)),
        ("BR", (2026, 11, 24), (2026, 12, 8)),
        # Peru rests on 8 and 9 December.
        ("PE", (2026, 11, 24), (2026, 12, 10)),
        # Christmas on a Friday and the weekend after it.
        ("CO", (2026, 12, 11), (2026, 12, 28)),
        ("BR", (2026, 12, 11), (2026, 12, 28)),
        # Good Friday moves with the moon: 26 March 2027.
        ("CO", (2027, 3, 12), (2027, 3, 29)),
        ("EC", (2027, 3, 12), (2027, 3, 29)),
        # New Year: the calendar of the next year counts.
        ("PE", (2026, 12, 18), (2027, 1, 4)),
    ],
)
def test_a_normal_window_ends_on_a_working_day_of_the_country(
    country: str, asked: tuple[int, int, int], last_day: tuple[int, int, int]
) -> None:
    assert due(Priority.NORMAL, country, at_office(country, *asked, 9, 0)) == at_office(country, *last_day, 18, 0)


def test_the_days_are_those_at_the_office_and_the_end_is_given_in_utc() -> None:
    late_evening = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)  # still the 20th in Bogotá
    end = due(Priority.NORMAL, "CO", late_evening)
    assert end == at_office("CO", 2026, 12, 4, 18, 0)
    assert end.utcoffset() == timedelta(0)
