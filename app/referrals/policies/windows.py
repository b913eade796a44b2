"""How long a partner has to answer: clock hours where it is urgent, days that end on a working day where it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.cases.kinds import describe
from app.foundation.clock import date_in
from app.foundation.working_days import next_working_day
from app.referrals.enums import Priority

if TYPE_CHECKING:
    from app.cases.models import Case

CLOCK_HOURS = {Priority.EMERGENCY: timedelta(hours=24), Priority.URGENT: timedelta(hours=72)}
DAYS_OF_NORMAL = timedelta(days=14)
END_OF_WORKING_DAY = time(18)


PRESSES_FOR = timedelta(days=14)
"""For so long after the opening of a case, what was said then about how soon help is needed presets its referrals."""


def usual_priority(case: Case, today: date) -> Priority:
    """What a referral begins with: by how soon the person needs help, as the case was opened; else normal."""
    window = describe(case.kind).window_of(case.intake)
    if window is None or window.days is None or today > case.opened_on + PRESSES_FOR:
        return Priority.NORMAL
    fitting = (one for one, span in CLOCK_HOURS.items() if window.days <= span.days)
    return next(fitting, Priority.NORMAL)


def answer_due(priority: Priority, asked_at: datetime, *, country: str, time_zone: str) -> datetime:
    """The instant (aware UTC) at which the window to answer ends.

    Emergency and urgent run through nights, weekends and holidays. A normal window ends at 18:00 at the office on the
    14th day after the day of asking, or on the next working day when that one is none.

    Args:
        asked_at: aware instant of sending.
        country: ISO alpha-2 of the office, whose public holidays count.
        time_zone: IANA name of the office's.
    """
    if priority in CLOCK_HOURS:
        return asked_at + CLOCK_HOURS[priority]
    last_day = next_working_day(date_in(asked_at, time_zone) + DAYS_OF_NORMAL, country)
    return datetime.combine(last_day, END_OF_WORKING_DAY, ZoneInfo(time_zone)).astimezone(UTC)
