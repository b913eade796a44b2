"""Ages as people say them: of a baby in months, weeks or days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.foundation.clock import now
from app.foundation.partial_date import PartialDate

MONTHS_OF_A_YEAR = 12
SAID = re.compile(r"(\d{1,3})\s*([a-zñáéíóúãêõ]+)\.?", re.IGNORECASE)
YEARS = frozenset({"a", "año", "años", "ano", "anos", "y", "year", "years"})
MONTHS = frozenset({"m", "mes", "meses", "mês", "month", "months"})
DAYS = {
    **dict.fromkeys(("s", "sem", "semana", "semanas", "w", "week", "weeks"), 7),
    **dict.fromkeys(("d", "día", "días", "dia", "dias", "day", "days"), 1),
}  # fmt: skip


@dataclass(frozen=True)
class SaidAge:
    """An age with its unit, as of today: whole years, and the birth as far as it follows from months, weeks or days."""

    years: int
    birth: PartialDate | None = None


def read_age(text: str) -> SaidAge | None:
    """``3 meses``, ``3m``, ``2 semanas``, ``5 años``; None for anything else, also for a number without a unit."""
    said = SAID.fullmatch(text.strip())
    if said is None:
        return None
    number, unit = int(said[1]), said[2].casefold()
    if unit in YEARS:
        return SaidAge(number)
    today = now().date()
    if unit in MONTHS:
        latest, earliest = _months_before(today, number), _months_before(today, number + 1) + timedelta(days=1)
    elif unit in DAYS:
        latest = today - timedelta(days=number * DAYS[unit])
        earliest = latest - timedelta(days=DAYS[unit] - 1)
    else:
        return None
    years = number // MONTHS_OF_A_YEAR if unit in MONTHS else (today - latest).days // 366
    return SaidAge(years, _in_common(earliest, latest))


def _in_common(earliest: date, latest: date) -> PartialDate | None:
    """Year and month where both days have them in common, else the year; None where not even that is known."""
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return PartialDate(latest.year, latest.month)
    return PartialDate(latest.year) if earliest.year == latest.year else None


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the 28th at most, as every month has it."""
    count = day.year * MONTHS_OF_A_YEAR + day.month - 1 - months
    return date(count // MONTHS_OF_A_YEAR, count % MONTHS_OF_A_YEAR + 1, min(day.day, 28))
