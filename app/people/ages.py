"""Ages as people say them: of a baby in months, weeks or days; under two years they are kept in months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS_OF_A_YEAR = 12
IN_MONTHS_UNDER = 24
"""Months below which an age is said in months: for milk, vaccines and priority the year alone says nothing."""
DAYS_OF_A_MONTH = 30.4375
SAID = re.compile(r"(\d{1,3})\s*([a-zñáéíóúãêõ]+)\.?", re.IGNORECASE)
YEARS = frozenset({"a", "año", "años", "ano", "anos", "y", "year", "years"})
MONTHS = frozenset({"m", "mes", "meses", "mês", "month", "months"})
DAYS = {
    **dict.fromkeys(("s", "sem", "semana", "semanas", "w", "week", "weeks"), 7),
    **dict.fromkeys(("d", "día", "días", "dia", "dias", "day", "days"), 1),
}  # fmt: skip


@dataclass(frozen=True)
class SaidAge:
    """An age with its unit: whole years, and the whole months of which they are made up, where somebody under two is meant."""

    years: int
    months: int | None = None


def read_age(text: str) -> SaidAge | None:
    """``3 meses``, ``3m``, ``2 semanas``, ``5 años``; None for anything else, also for a number without a unit."""
    said = SAID.fullmatch(text.strip())
    if said is None:
        return None
    number, unit = int(said[1]), said[2].casefold()
    if unit in YEARS:
        return SaidAge(number)
    if unit in MONTHS:
        return _of_months(number)
    return _of_months(int(number * DAYS[unit] / DAYS_OF_A_MONTH)) if unit in DAYS else None


def months_since(months: int, said_on: date, on: date) -> tuple[int, int]:
    """Fewest and most whole months that somebody can have on a day who was said to have so many on an earlier one."""
    count = (on.year - said_on.year) * MONTHS_OF_A_YEAR + on.month - said_on.month - (on.day < said_on.day)
    fewest = max(0, months + count)
    return fewest, fewest + (on.day != said_on.day)


def _of_months(months: int) -> SaidAge:
    return SaidAge(months // MONTHS_OF_A_YEAR, months if months < IN_MONTHS_UNDER else None)
