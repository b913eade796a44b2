"""How dates, instants, numbers, money and names read in the reader's language.

All of them are plain functions, for presenters, and Jinja filters of the same name. Dates without a time zone are
dates at the office; an instant needs one, and takes the reader's office's (flask_babel's) when none is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from math import inf
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_currency_precision
from flask import Flask
from flask_babel import get_locale, get_timezone
from flask_babel import gettext as _

from app.foundation.clock import now
from app.foundation.partial_date import PartialDate
from app.web.time_zones import UNIVERSAL

MOST_KEPT = 4096
"""Written dates that a process keeps: a page has dozens of them, and a day looks the same to everybody."""
DAYS_TOLD_IN_DAYS = 30
"""Up to here the distance is told in days, further away in months."""
MONTHS_TOLD_IN_MONTHS = 24
"""From so many on the distance is told in years, to the nearest: never more than half a year off."""
DAYS_OF_A_YEAR = 365.25


def init_app(app: Flask) -> None:
    for told in (day, day_long, day_short, instant, clock, ago, number, percent, money, full_name, partial_day, sentence):
        app.jinja_env.filters[told.__name__] = told
    app.jinja_env.globals.update(full_name=full_name, money=money)


def day(moment: date | datetime, time_zone: str | tzinfo | None = None) -> str:
    """``vie 20 nov 2026``."""
    return _format_date(moment, "EEE d MMM y", time_zone)


def day_short(moment: date | datetime, time_zone: str | tzinfo | None = None) -> str:
    """``20 nov``."""
    return _format_date(moment, "d MMM", time_zone)


def day_long(moment: date | datetime, time_zone: str | tzinfo | None = None) -> str:
    """``viernes, 20 de noviembre``."""
    # CLDR has no skeleton with the whole weekday: Babel falls back to the short one.
    on, locale = _date_of(moment, time_zone), _locale()
    return f"{format_date(on, 'EEEE', locale=locale)}, {format_skeleton('MMMMd', on, locale=locale)}"


def instant(moment: datetime, time_zone: str | tzinfo | None = None) -> str:
    """``vie 20 nov 2026, 10:42`` on the clock of the office; where there is no office, ``10:42 UTC``."""
    there = _zone(time_zone)
    return f"{day(moment, there)}, {clock(moment, there)}" + (f" {UNIVERSAL}" if str(there) == UNIVERSAL else "")


def clock(moment: datetime, time_zone: str | tzinfo | None = None) -> str:
    """``10:42``: 24 hours in every language, as forms and mails have it."""
    return format_time(moment.astimezone(_zone(time_zone)), "HH:mm", locale=_locale())


def ago(moment: date | datetime, today: date | None = None, time_zone: str | tzinfo | None = None) -> str:
    """The distance from ``today`` in words: ``hoy``, ``ayer``, ``hace 3 días``, ``dentro de 2 meses``."""
    on = today or now().astimezone(_zone(time_zone)).date()
    distance = _date_of(moment, time_zone) - on
    if distance.days == 0:
        return str(_("today"))
    if distance.days == -1:
        return str(_("yesterday"))
    if distance.days == 1:
        return str(_("tomorrow"))
    return _told_in_one_unit(distance.days, _locale())


@lru_cache(maxsize=MOST_KEPT)
def _told_in_one_unit(days: int, locale: Locale) -> str:
    """Whole days, months or years with their direction; Babel left alone says "2 years" of 18 months."""
    unit, distance = _unit_of(days)
    # No count reaches an endless threshold, so the unit is the one that is asked for.
    return format_timedelta(distance, granularity=unit, threshold=inf, add_direction=True, locale=locale)


def _unit_of(days: int) -> tuple[Literal["day", "month", "year"], timedelta]:
    """The unit to tell the distance in, and the distance rounded to it as Babel counts: months of 30 days, years of 365."""
    if abs(days) <= DAYS_TOLD_IN_DAYS:
        return "day", timedelta(days=days)
    months = round(days / DAYS_OF_A_YEAR * 12)
    if abs(months) < MONTHS_TOLD_IN_MONTHS:
        return "month", timedelta(days=30 * months)
    return "year", timedelta(days=365 * round(days / DAYS_OF_A_YEAR))


def number(value: float | Decimal) -> str:
    """``12.345,5``."""
    return format_decimal(value, locale=_locale())


def percent(share: float) -> str:
    """``26 %`` of 0.256."""
    return format_percent(share, locale=_locale())


def money(minor_units: int, currency: str) -> str:
    """``45.000 COP`` of 4500000 minor units of an ISO 4217 currency; cents only when there are any."""
    digits = get_currency_precision(currency)
    amount = Decimal(minor_units).scaleb(-digits)
    whole = amount == amount.to_integral_value()
    return f"{format_decimal(amount, '#,##0' if whole else '#,##0.' + '0' * digits, locale=_locale())} {currency}"


def full_name(given_names: str, *surnames: str | None) -> str:
    """Given names as written, surnames in capitals: which is which stays clear in any order of names."""
    return " ".join([given_names, *(surname.upper() for surname in surnames if surname)]).strip()


def partial_day(value: PartialDate | None) -> str:
    """As much of the date as is known: ``14 mar 1992``, ``mar 1992`` or ``1992``; nothing of None."""
    if value is None:
        return ""
    pattern = "d MMM y" if value.day else "MMM y" if value.month else "y"
    return _format_date(value.earliest, pattern, None)


def sentence(items: Sequence[str]) -> str:
    """``a, b y c``."""
    return format_list([str(item) for item in items], locale=_locale())


def _format_date(moment: date | datetime, pattern: str, time_zone: str | tzinfo | None) -> str:
    return _written(_date_of(moment, time_zone), pattern, _locale())


@lru_cache(maxsize=MOST_KEPT)
def _written(on: date, pattern: str, locale: Locale) -> str:
    # Portuguese and some Spanish abbreviations end in a point; in a table it is only noise.
    return format_date(on, pattern, locale=locale).replace(".", "")


def _date_of(moment: date | datetime, time_zone: str | tzinfo | None) -> date:
    return moment.astimezone(_zone(time_zone)).date() if isinstance(moment, datetime) else moment


def _zone(time_zone: str | tzinfo | None) -> tzinfo:
    if isinstance(time_zone, str):
        return ZoneInfo(time_zone)
    return time_zone or cast("Any", get_timezone()) or ZoneInfo(UNIVERSAL)


def _locale() -> Locale:
    return get_locale() or Locale("es")
