"""When reading is unusual: too many different things within an hour. Pure rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.audit.enums import AlertKind

WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Limits:
    """How many within an hour are still usual; more raise an alert. The reasons stand in ``docs/security/audit.md``."""

    files: int = 100
    refused_sign_ins: int = 20
    refused_records: int = 20

    def of(self, kind: AlertKind) -> int:
        return {
            AlertKind.MANY_FILES: self.files,
            AlertKind.REFUSED_SIGN_INS: self.refused_sign_ins,
            AlertKind.REFUSED_RECORDS: self.refused_records,
        }[kind]


@dataclass(frozen=True)
class Happening:
    """One thing that counts, and what it was about: the same file opened twice counts once."""

    at: datetime
    about: UUID


@dataclass(frozen=True)
class UnusualHour:
    """An hour with more different things than usual."""

    started_at: datetime
    count: int

    @property
    def ended_at(self) -> datetime:
        return self.started_at + WINDOW


def unusual_hours(happenings: Sequence[Happening], limit: int) -> Iterator[UnusualHour]:
    """The hours with more than ``limit`` different things, none of which overlap; the earliest first.

    Args:
        happenings: of one actor, in the order of time.
    """
    first = last = 0
    within: Counter[UUID] = Counter()
    while last < len(happenings):
        within[happenings[last].about] += 1
        last += 1
        while happenings[first].at <= happenings[last - 1].at - WINDOW:
            _take_out(within, happenings[first].about)
            first += 1
        if len(within) > limit:
            started = happenings[first].at
            while last < len(happenings) and happenings[last].at < started + WINDOW:
                within[happenings[last].about] += 1
                last += 1
            yield UnusualHour(started, len(within))
            first, within = last, Counter()


def _take_out(within: Counter[UUID], about: UUID) -> None:
    within[about] -= 1
    if not within[about]:
        del within[about]
