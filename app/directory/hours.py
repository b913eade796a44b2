"""When a place is open, as far as its hours are written down so that it can be worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("1", "2", "3", "4", "5", "6", "7")
"""ISO 8601: 1 is Monday."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """The same hours on some days of the week.

    Attributes:
        days: of ``DAYS``.
        closes_at: not later than ``opens_at`` is on the next day; the same is round the clock.
    """

    days: Collection[str]
    opens_at: time
    closes_at: time

    @property
    def is_always(self) -> bool:
        return self.opens_at == self.closes_at and set(self.days) == set(DAYS)

    def closing_after(self, at: datetime) -> datetime | None:
        """When it closes; None while it is closed. Instants are told on the clock of the place, without a zone."""
        return next((closes for opens, closes in self._from(at.date() - A_DAY) if opens <= at < closes), None)

    def opening_after(self, at: datetime) -> datetime:
        """When it opens next."""
        return next(opens for opens, _closes in self._from(at.date()) if opens > at)

    def _from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The spans of the next nine days: a week, and the days on both sides of it."""
        for one in (day + number * A_DAY for number in range(9)):
            if str(one.isoweekday()) in self.days:
                opens = datetime.combine(one, self.opens_at)
                closes = datetime.combine(one, self.closes_at)
                yield opens, closes if closes > opens else closes + A_DAY
