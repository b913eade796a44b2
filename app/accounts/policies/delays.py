"""How long the next try to get in has to wait: a growing delay, never a lock-out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

NO_TIME = timedelta()


@dataclass(frozen=True)
class Patience:
    """How tries are slowed.

    Attributes:
        free: refused tries without any delay; after the next one it is a second, then two, four, eight ...
        longest: no delay is longer, so that the right password always works soon.
        forgotten_after: without any try for so long, counting begins anew.
    """

    free: int
    longest: timedelta
    forgotten_after: timedelta


OF_AN_ACCOUNT = Patience(free=3, longest=timedelta(minutes=5), forgotten_after=timedelta(hours=24))
OF_A_NETWORK = Patience(free=30, longest=timedelta(minutes=1), forgotten_after=timedelta(hours=1))
"""A whole office signs in from behind one address: many tries are free, and the wait stays short."""


def delay_after(tries: int, patience: Patience) -> timedelta:
    """How long to wait after so many refused tries."""
    beyond = tries - patience.free
    if beyond <= 0:
        return NO_TIME
    # The exponent is bounded before it is used: the count has no end.
    return min(timedelta(seconds=2 ** min(beyond - 1, 30)), patience.longest)


def tries_that_count(count: int, last_tried_at: datetime, at: datetime, patience: Patience) -> int:
    """The tries that are not forgotten yet."""
    return 0 if at - last_tried_at >= patience.forgotten_after else count


def time_to_wait(count: int, last_tried_at: datetime, at: datetime, patience: Patience) -> timedelta:
    """How much of the delay is still to come."""
    counting = tries_that_count(count, last_tried_at, at, patience)
    return max(NO_TIME, last_tried_at + delay_after(counting, patience) - at)
