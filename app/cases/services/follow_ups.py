"""Planning contacts and writing down how they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.cases import policies, queries
from app.cases.enums import FollowUpKind, FollowUpOutcome
from app.cases.labels import OUTCOME_LABELS
from app.cases.models import Case, FollowUp
from app.cases.policies import CaseAction
from app.cases.services.attention import keep_attention
from app.cases.services.file import record_on_case
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput, StaleVersion
from app.foundation.ids import new_id
from app.web.filters import day


@dataclass(frozen=True)
class PlannedContact:
    """A contact to come; ``purpose`` says what for, in a few words."""

    kind: FollowUpKind
    due_on: date
    purpose: str | None = None


@dataclass(frozen=True)
class Completion:
    """How a contact went.

    Attributes:
        next_contact: what is planned after it; needed when it was put off.
        based_on: the version of the follow-up that the form showed.
    """

    outcome: FollowUpOutcome
    done_on: date
    based_on: int
    words: str | None = None
    next_contact: PlannedContact | None = None


def plan_follow_up(actor: Actor, case_id: UUID, planned: PlannedContact) -> FollowUp:
    """Plan a contact.

    Raises:
        NotFound: no such case in the actor's scope.
        WrongState: the case is closed.
        RefusedInput: the day cannot be, or somebody who died would be called or visited.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    policies.check_can_act(actor, CaseAction.PLAN_FOLLOW_UP, case)
    policies.check_may_reach(case.person, planned.kind)
    follow_up = _plan(actor, case, planned, field="due_on")
    keep_attention(case, today_in(case.office.time_zone))
    return follow_up


def _plan(actor: Actor, case: Case, planned: PlannedContact, *, field: str) -> FollowUp:
    policies.check_due_day(planned.due_on, today=today_in(case.office.time_zone), field=field)
    follow_up = FollowUp(
        id=new_id(),
        case_id=case.id,
        office_id=case.office_id,
        kind=planned.kind,
        due_on=planned.due_on,
        purpose=planned.purpose,
        planned_by=actor.id,
        recorded_at=now(),
    )
    db.session.add(follow_up)
    record_on_case(actor, "follow_up:planned", case, fields=["kind", "due_on", "purpose"])
    return follow_up


def complete_follow_up(actor: Actor, case_id: UUID, follow_up_id: UUID, completion: Completion) -> FollowUp:
    """Write down how a contact went, and plan the next one in the same step.

    Raises:
        NotFound: no such follow-up in a case of the actor's scope.
        WrongState: the case is closed.
        StaleVersion: somebody else wrote it down meanwhile; both are shown.
        RefusedInput: a day cannot be, or it was put off without a new day.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    follow_up = queries.get_follow_up(actor, case_id, follow_up_id, for_update=True)
    _check_is_current(follow_up, completion)
    policies.check_can_act(actor, CaseAction.COMPLETE_FOLLOW_UP, case)
    today = today_in(case.office.time_zone)
    policies.check_day_of_work(completion.done_on, today=today, opened_on=case.opened_on, field="done_on")
    if completion.outcome is FollowUpOutcome.POSTPONED and completion.next_contact is None:
        raise RefusedInput(_l("Write the new day of what was put off."), "next_due_on")
    if completion.next_contact is not None:
        _plan(actor, case, completion.next_contact, field="next_due_on")
    settle(actor, follow_up, completion.outcome, done_on=completion.done_on, words=completion.words)
    keep_attention(case, today)
    record_on_case(actor, "follow_up:completed", case, fields=["outcome", "done_on", "outcome_words"])
    return follow_up


def settle(actor: Actor, follow_up: FollowUp, outcome: FollowUpOutcome, *, done_on: date, words: str | None) -> None:
    """Set the outcome of a locked follow-up."""
    follow_up.outcome = outcome
    follow_up.done_on = done_on
    follow_up.outcome_words = words
    follow_up.done_by = actor.id
    follow_up.done_recorded_at = now()
    follow_up.version += 1


def _check_is_current(follow_up: FollowUp, completion: Completion) -> None:
    if follow_up.version == completion.based_on:
        return
    written = OUTCOME_LABELS[follow_up.outcome] if follow_up.outcome else _l("Still to be done")
    raise StaleVersion(
        _l("Somebody else has written down this follow-up meanwhile. Compare both; what is missing goes into a note."),
        {
            _("How it went"): (str(written), str(OUTCOME_LABELS[completion.outcome])),
            _("Day"): (day(follow_up.done_on) if follow_up.done_on else "", day(completion.done_on)),
            _("In your words"): (follow_up.outcome_words or "", completion.words or ""),
        },
    )
