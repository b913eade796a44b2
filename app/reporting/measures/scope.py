"""What a report covers: the days of its period and the offices of its country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Office

Column = sa.ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True)
class ReportScope:
    """``country`` is ISO alpha-2, None for the whole operation; both days belong to the period."""

    country: str | None
    start: date
    end: date

    def covers_office(self) -> sa.ColumnElement[bool]:
        return sa.true() if self.country is None else Office.country == self.country

    def covers_day(self, day: Column) -> sa.ColumnElement[bool]:
        return day.between(self.start, self.end)

    def covers_instant(self, instant: Column) -> sa.ColumnElement[bool]:
        """Whether an instant fell into the period on the calendar of its office, which must be joined."""
        return self.covers_day(day_at_office(instant))


def day_at_office(instant: Column) -> sa.ColumnElement[date]:
    return sa.cast(sa.func.timezone(Office.time_zone, instant), sa.Date)
