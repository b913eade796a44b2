"""What comes next in a case: one answer for its page, the lists and the caseworker's day."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from app.cases.enums import CaseStatus, FollowUpKind


class NextStepKind(enum.StrEnum):
    """The kinds of next step, from most to least pressing."""

    CLOSE = "close"
    TAKE = "take"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    PLAN = "plan"
    UPCOMING = "upcoming"
    RESUME = "resume"
    NOTHING = "nothing"


@dataclass(frozen=True)
class NextStep:
    """One next step.

    Attributes:
        day: when the follow-up is due, or since when none is planned; None where no day matters.
        follow_up: the form of the follow-up, where there is one.
    """

    kind: NextStepKind
    day: date | None = None
    follow_up: FollowUpKind | None = None


def next_step(
    status: CaseStatus,
    *,
    attention_on: date | None,
    follow_up: FollowUpKind | None,
    is_assigned: bool,
    has_died: bool,
    today: date,
) -> NextStep:
    """The one thing to do next.

    Args:
        attention_on: the case's day of attention (see ``Case.attention_on``).
        follow_up: the form of its nearest open follow-up; None when none is planned.
        has_died: whether the person died: then nobody is called or visited, and the case comes to its end.
        today: the date at the case's office.
    """
    if status is CaseStatus.CLOSED:
        return NextStep(NextStepKind.NOTHING)
    if has_died:
        return NextStep(NextStepKind.CLOSE)
    if status is CaseStatus.ON_HOLD:
        return NextStep(NextStepKind.RESUME)
    if not is_assigned:
        return NextStep(NextStepKind.TAKE, attention_on, follow_up)
    if follow_up is None or attention_on is None:
        return NextStep(NextStepKind.PLAN, attention_on)
    return NextStep(_urgency(attention_on, today), attention_on, follow_up)


def _urgency(due_on: date, today: date) -> NextStepKind:
    if due_on < today:
        return NextStepKind.OVERDUE
    return NextStepKind.DUE_TODAY if due_on == today else NextStepKind.UPCOMING
