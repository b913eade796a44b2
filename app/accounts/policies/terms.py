"""For how long access is given, and when somebody has to look at it again."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.models.grants import USUAL_TERM
from app.foundation.errors import RefusedInput

LONGEST_TERM = timedelta(days=366)
"""A role lasts a year at most, then somebody has to find it needed again."""
LONGEST_COVER = 60
"""Days for which one colleague covers another at most, the first and the last included."""
NOTICE_BEFORE = timedelta(days=14)
"""So long before its end a role stands on the notice to administrators."""
RENEWABLE_BEFORE = timedelta(days=60)
"""So long before its end a role is offered for renewal."""
UNUSED_AFTER = timedelta(days=90)
"""Access of somebody who has not signed in for so long is marked as unused."""


def last_day_of_term(today: date) -> date:
    return today + USUAL_TERM


def check_term(first: date, last: date, *, field: str = "valid_until") -> None:
    """Refuse a role that would end before it begins, or last longer than a year.

    Raises:
        RefusedInput: at the last day.
    """
    if last < first:
        raise RefusedInput(_l("The last day cannot lie before today."), field=field)
    if last > first + LONGEST_TERM:
        raise RefusedInput(_l("A role lasts a year at most. It can be renewed before it ends."), field=field)


def check_days_of_cover(first: date, last: date, *, today: date) -> None:
    """Refuse a cover that began in the past, ends before it begins, or takes too long.

    Raises:
        RefusedInput: at the day that cannot be.
    """
    if first < today:
        raise RefusedInput(_l("The cover can begin today or later."), field="first_day")
    if last < first:
        raise RefusedInput(_l("The last day cannot lie before the first."), field="last_day")
    if (last - first).days >= LONGEST_COVER:
        raise RefusedInput(
            _l("A cover lasts %(days)s days at most. For a longer absence, reassign the cases.", days=LONGEST_COVER),
            field="last_day",
        )
