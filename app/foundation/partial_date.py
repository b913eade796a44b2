"""A date known to the year, the month or the day; an age is then a range, never an invented 1 January."""

from __future__ import annotations

import calendar
import enum
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1900


class KnownTo(enum.StrEnum):
    """How much of a date was said, where a whole day is kept in its place; nothing is noted of one that was said whole."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date whose day, or month and day, may be unknown.

    Raises:
        ValueError: a day without a month, or parts that are no date.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= 9999:
            raise ValueError("year")
        if self.day is not None and self.month is None:
            raise ValueError("day without month")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError("month")
        if self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month or 1)[1]:
            raise ValueError("day")

    @classmethod
    def from_date(cls, value: date) -> PartialDate:
        return cls(value.year, value.month, value.day)

    @classmethod
    def as_said(cls, kept: date, known_to: KnownTo | None) -> PartialDate:
        """What was said, of which a day of that month or year is kept."""
        month = None if known_to is KnownTo.YEAR else kept.month
        return cls(kept.year, month, None if known_to else kept.day)

    @property
    def known_to(self) -> KnownTo | None:
        """What of it is known; None where all of it is."""
        if self.month is None:
            return KnownTo.YEAR
        return KnownTo.MONTH if self.day is None else None

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        return self.day is not None

    def age_range(self, on: date) -> tuple[int, int]:
        """Youngest and oldest age in whole years that the person can have on a day; both 0 before birth."""
        return max(0, _whole_years(self.latest, on)), max(0, _whole_years(self.earliest, on))

    def months_range(self, on: date) -> tuple[int, int] | None:
        """Fewest and most whole months that the person can have on a day; None where only the year is known."""
        if self.month is None:
            return None
        return max(0, _whole_months(self.latest, on)), max(0, _whole_months(self.earliest, on))

    def isoformat(self) -> str:
        """``1990``, ``1990-04`` or ``1990-04-17``."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def _whole_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _whole_months(born: date, on: date) -> int:
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
