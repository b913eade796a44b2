"""The steps of a case's life after its opening: on hold, resumed, closed, reopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases import policies, queries
from app.cases.enums import ClosureReason, FollowUpOutcome
from app.cases.kinds import describe
from app.cases.labels import STATUS_LABELS
from app.cases.lifecycle import CASE
from app.cases.models import Case, CaseStatusChange, FollowUp
from app.cases.policies import CaseAction
from app.cases.questions import objections_to_closing
from app.cases.services.attention import keep_attention
from app.cases.services.file import record_on_case
from app.cases.services.follow_ups import settle
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput, StaleVersion
from app.people.policies import check_not_erased


@dataclass(frozen=True)
class StepTaken:
    """A step with its words; ``based_on`` is the version of the case that the form showed."""

    reason: str
    based_on: int


@dataclass(frozen=True)
class Closing(StepTaken):
    """How a case ended; ``reason`` holds the few words beside the coded reason."""

    closure_reason: ClosureReason
    closed_on: date


def hold_case(actor: Actor, case_id: UUID, step: StepTaken) -> Case:
    """Put a case on hold with a reason: it asks for nobody's attention until it is resumed.

    Raises:
        NotFound, NotAllowed, WrongState, StaleVersion: as their sentences say.
    """
    case = _take_for_step(actor, case_id, CaseAction.HOLD, step)
    today = today_in(case.office.time_zone)
    _write_step(actor, case, "hold", step, effective_on=today)
    keep_attention(case, today)
    record_on_case(actor, "case:held", case, fields=["status", "reason"])
    return case


def resume_case(actor: Actor, case_id: UUID, step: StepTaken) -> Case:
    """Go on with a case that was on hold.

    Raises:
        NotFound, NotAllowed, WrongState, StaleVersion: as their sentences say.
    """
    case = _take_for_step(actor, case_id, CaseAction.RESUME, step)
    today = today_in(case.office.time_zone)
    _write_step(actor, case, "resume", step, effective_on=today)
    keep_attention(case, today)
    record_on_case(actor, "case:resumed", case, fields=["status", "reason"])
    return case


def close_case(actor: Actor, case_id: UUID, closing: Closing) -> Case:
    """Close a case with its reason. Follow-ups still to come are settled as no longer needed.

    Raises:
        NotFound, NotAllowed, WrongState, StaleVersion: as their sentences say.
        RefusedInput: the reason or the day cannot be, or an upper room speaks against it.
    """
    case = _take_for_step(actor, case_id, CaseAction.CLOSE, closing)
    today = today_in(case.office.time_zone)
    _check_closing(actor, case, closing, today)
    case.closed_on = closing.closed_on
    case.closure_reason = closing.closure_reason
    _write_step(actor, case, "close", closing, effective_on=closing.closed_on)
    keep_attention(case, today)
    _settle_open_follow_ups(actor, case, today)
    record_on_case(actor, "case:closed", case, fields=["status", "closure_reason", "closed_on", "reason"])
    return case


def reopen_case(actor: Actor, case_id: UUID, step: StepTaken) -> Case:
    """Open a closed case again. Its closing stays in the history with day and reason.

    Raises:
        NotFound, NotAllowed, WrongState, StaleVersion: as their sentences say.
    """
    case = _take_for_step(actor, case_id, CaseAction.REOPEN, step)
    today = today_in(case.office.time_zone)
    case.closed_on = None
    case.closure_reason = None
    _write_step(actor, case, "reopen", step, effective_on=today)
    keep_attention(case, today)
    record_on_case(actor, "case:reopened", case, fields=["status", "reason"])
    return case


def _take_for_step(actor: Actor, case_id: UUID, action: CaseAction, step: StepTaken) -> Case:
    """Lock the case, and let the step pass only from the version that was shown."""
    case = queries.get_case(actor, case_id, for_update=True)
    check_is_current(case, based_on=step.based_on, written=step.reason)
    policies.check_can_act(actor, action, case)
    check_not_erased(case.person)
    return case


def check_is_current(case: Case, *, based_on: int, written: str) -> None:
    """Refuse a change of a case that has been changed since it was shown.

    Raises:
        StaleVersion: with the state and caseworker of now, and the words of this submission.
    """
    if case.version == based_on:
        return
    carrier = case.caseworker.name if case.caseworker else _("Nobody yet")
    now_in_words = f"{STATUS_LABELS[case.status]}, {carrier}"
    raise StaleVersion(
        _l("Somebody else has changed this case meanwhile. See its present state, open it again and take the step there."),
        {_("The case"): (now_in_words, written)},
    )


def _check_closing(actor: Actor, case: Case, closing: Closing, today: date) -> None:
    if closing.closure_reason not in describe(case.kind).closure_reasons:
        raise RefusedInput(_l("This kind of case does not close for that reason. Choose another one."), "closure_reason")
    if closing.closed_on > today:
        raise RefusedInput(_l("The day cannot lie in the future. Write the day on which the work ended."), "closed_on")
    if closing.closed_on < case.opened_on:
        raise RefusedInput(_l("The case cannot close before the day on which it was opened."), "closed_on")
    objections = objections_to_closing(actor, case)
    if objections:
        raise RefusedInput(" ".join(objection.text for objection in objections))


def _write_step(actor: Actor, case: Case, name: str, step: StepTaken, *, effective_on: date) -> None:
    case.status = CASE.target(name, case.status)
    case.version += 1
    db.session.add(
        CaseStatusChange(
            case_id=case.id,
            step=name,
            status=case.status,
            effective_on=effective_on,
            closure_reason=case.closure_reason,
            reason=step.reason or None,
            changed_at=now(),
            changed_by=actor.id,
        )
    )


def _settle_open_follow_ups(actor: Actor, case: Case, today: date) -> None:
    waiting = sa.select(FollowUp).where(FollowUp.case_id == case.id, FollowUp.done_on.is_(None)).with_for_update()
    for follow_up in db.session.scalars(waiting):
        settle(actor, follow_up, FollowUpOutcome.NOT_NEEDED, done_on=today, words=None)
