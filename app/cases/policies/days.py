"""Which days are plausible for what, and when the next contact is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.cases.enums import FollowUpKind, RiskLevel
from app.cases.kinds import KindDescription, Window, describe
from app.cases.models import Case
from app.foundation.errors import RefusedInput
from app.foundation.working_days import working_day_after

EARLIEST_WORK = timedelta(days=366)
"""Work may be written down under a case that was opened later; a year and more before it is a slip of the pen."""
EARLIEST_OPENING = timedelta(days=366)
LATEST_FOLLOW_UP = timedelta(days=366)


def check_day_of_work(day: date, *, today: date, opened_on: date, field: str, last_day: date | None = None) -> None:
    """Let a day pass on which something happened in a case.

    Args:
        today: the date at the case's office.
        last_day: the day on which the case was closed, where nothing may lie after it.

    Raises:
        RefusedInput: with a sentence at ``field``.
    """
    if day > today:
        raise RefusedInput(_l("The day cannot lie in the future. Write the day on which it happened."), field)
    if day < opened_on - EARLIEST_WORK:
        raise RefusedInput(_l("This day lies more than a year before the case was opened. Check the year."), field)
    if last_day is not None and day > last_day:
        raise RefusedInput(
            _l("The case was closed before this day. If the work goes on, ask your supervisor to reopen it."), field
        )


def check_opening_day(day: date, *, today: date, field: str) -> None:
    """Let a day of opening pass: not in the future, and not more than a year ago.

    Raises:
        RefusedInput: with a sentence at ``field``.
    """
    if day > today:
        raise RefusedInput(_l("The day cannot lie in the future. Write the day on which the work began."), field)
    if day < today - EARLIEST_OPENING:
        raise RefusedInput(_l("This day lies more than a year back. Check the year."), field)


def check_due_day(day: date, *, today: date, field: str) -> None:
    """Let a planned day pass: from today to a year from now.

    Raises:
        RefusedInput: with a sentence at ``field``.
    """
    if day < today:
        raise RefusedInput(_l("This day has passed. Choose today or a later day."), field)
    if day > today + LATEST_FOLLOW_UP:
        raise RefusedInput(_l("This day lies more than a year ahead. Check the year."), field)


def first_follow_up_day(description: KindDescription, risk: RiskLevel, *, start: date, country: str) -> date:
    """The day until which somebody should be in contact, by the kind's deadline for this risk.

    Args:
        country: ISO alpha-2, whose calendar of holidays counts.
    """
    return working_day_after(start, description.follow_up_days[risk], country)


def end_of_window(window: Window | None, *, start: date) -> date | None:
    """The last day on which help still comes as soon as it is needed; None where it was not said, or can wait."""
    return None if window is None or window.days is None else start + timedelta(days=window.days)


@dataclass(frozen=True)
class UsualContact:
    """What a form for the next follow-up begins with."""

    kind: FollowUpKind
    due_on: date


def usual_next_contact(case: Case, today: date) -> UsualContact:
    """The next follow-up as it is usual for the case's kind and risk, counted from today at its office."""
    description = describe(case.kind)
    due_on = first_follow_up_day(description, case.risk, start=today, country=case.office.country)
    return UsualContact(description.follow_up, due_on)
