"""The next step of a case in words: the largest on its page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases.enums import FollowUpKind
from app.cases.policies import CaseAction, NextStep, NextStepKind, can_act, next_step
from app.cases.presenters.children import child_next_action
from app.foundation.actor import Actor
from app.web.filters import ago, day
from app.web.page_parts import Action, NextAction, Tone

if TYPE_CHECKING:
    from app.cases.models import Case, FollowUp
    from app.cases.queries import ChildTask

TASKS = {
    FollowUpKind.CALL: _l("Call the person"),
    FollowUpKind.MESSAGE: _l("Write to the person"),
    FollowUpKind.VISIT: _l("Visit the person"),
    FollowUpKind.APPOINTMENT: _l("See the person, or go along to the appointment"),
}
RECORDING = {
    FollowUpKind.CALL: _l("Record the call"),
    FollowUpKind.MESSAGE: _l("Record the message"),
    FollowUpKind.VISIT: _l("Record the visit"),
    FollowUpKind.APPOINTMENT: _l("Record the appointment"),
}


def next_action(
    actor: Actor, case: Case, follow_up: FollowUp | None, today: date, *, child: ChildTask | None = None
) -> NextAction | None:
    """What to do next, for the case's page; None when the case is closed.

    Args:
        follow_up: the case's nearest open follow-up.
        child: what has to be recorded about a child; it waits only for what is due today or late.
    """
    step = next_step(
        case.status,
        attention_on=case.attention_on,
        follow_up=follow_up.kind if follow_up else None,
        is_assigned=case.caseworker_id is not None,
        has_died=case.person.has_died,
        today=today,
    )
    if step.kind is NextStepKind.NOTHING:
        return None
    if step.kind in AT_ONCE:
        return AT_ONCE[step.kind](actor, case)
    if child is not None and step.kind in BEHIND_A_CHILD:
        return child_next_action(actor, case, child, today)
    if step.kind is NextStepKind.RESUME:
        return _resume(actor, case, follow_up, today)
    if step.kind is NextStepKind.PLAN or follow_up is None:
        return _plan(actor, case, step, today)
    return _follow_up(actor, case, follow_up, step, today)


def due_words(step: NextStep, today: date) -> str:
    """``was due on Fri 20 Nov 2026 (3 days ago)``, ``today``, ``by Fri 27 Nov 2026 (in 6 days)``."""
    if step.day is None:
        return ""
    if step.kind is NextStepKind.DUE_TODAY:
        return str(_("Today, %(day)s", day=day(step.day)))
    told = with_distance(step.day, today)
    return str(_("It was due on %(day)s", day=told) if step.kind is NextStepKind.OVERDUE else _("Until %(day)s", day=told))


def with_distance(moment: date, today: date) -> str:
    """``Fri 20 Nov 2026 (3 days ago)``."""
    return f"{day(moment)} ({ago(moment, today)})"


BEHIND_A_CHILD = frozenset({NextStepKind.PLAN, NextStepKind.UPCOMING, NextStepKind.RESUME})
"""Steps that may wait until it is known who answers for a child."""

TONES: dict[NextStepKind, Tone] = {
    NextStepKind.CLOSE: "due",
    NextStepKind.TAKE: "due",
    NextStepKind.OVERDUE: "late",
    NextStepKind.DUE_TODAY: "due",
    NextStepKind.PLAN: "due",
    NextStepKind.UPCOMING: "info",
    NextStepKind.RESUME: "waiting",
    NextStepKind.NOTHING: "neutral",
}


def _close(actor: Actor, case: Case) -> NextAction:
    return NextAction(
        _("The person died: close the case"),
        Action(_("Close the case"), url_for("cases.close_case", case_id=case.id))
        if can_act(actor, CaseAction.CLOSE, case)
        else None,
        tone=TONES[NextStepKind.CLOSE],
        why=_("What the family still needs can be written down until then. Call nobody on the person's own numbers."),
    )


def _take(actor: Actor, case: Case) -> NextAction:
    action = Action(_("Take the case"), url_for("cases.take_case", case_id=case.id), method="post")
    return NextAction(
        _("Nobody carries this case yet"),
        action if can_act(actor, CaseAction.TAKE, case) else None,
        tone=TONES[NextStepKind.TAKE],
        why=_("Whoever takes it is responsible for its next step."),
    )


AT_ONCE = {NextStepKind.CLOSE: _close, NextStepKind.TAKE: _take}
"""Steps that wait for nothing else."""


def _resume(actor: Actor, case: Case, follow_up: FollowUp | None, today: date) -> NextAction:
    action = Action(_("Resume the case"), url_for("cases.resume_case", case_id=case.id))
    waits = _("A follow-up waits: %(day)s", day=with_distance(follow_up.due_on, today)) if follow_up else None
    return NextAction(
        _("The case is on hold"),
        action if can_act(actor, CaseAction.RESUME, case) else None,
        due=waits,
        tone=TONES[NextStepKind.RESUME],
        why=_("Resume it when what is waited for has come."),
    )


def _plan(actor: Actor, case: Case, step: NextStep, today: date) -> NextAction:
    action = Action(_("Plan a follow-up"), url_for("cases.plan_follow_up", case_id=case.id))
    since = _("None has been planned since %(day)s", day=with_distance(step.day, today)) if step.day else None
    return NextAction(
        _("Plan the next follow-up"),
        action if can_act(actor, CaseAction.PLAN_FOLLOW_UP, case) else None,
        due=since,
        tone=TONES[NextStepKind.PLAN],
    )


def _follow_up(actor: Actor, case: Case, follow_up: FollowUp, step: NextStep, today: date) -> NextAction:
    href = url_for("cases.complete_follow_up", case_id=case.id, follow_up_id=follow_up.id)
    action = Action(str(RECORDING[follow_up.kind]), href)
    return NextAction(
        follow_up_words(follow_up),
        action if can_act(actor, CaseAction.COMPLETE_FOLLOW_UP, case) else None,
        due=due_words(step, today),
        tone=TONES[step.kind],
    )


def follow_up_words(follow_up: FollowUp) -> str:
    """``Visit the person: how is the child?``."""
    task = str(TASKS[follow_up.kind])
    return f"{task}: {follow_up.purpose}" if follow_up.purpose else task
