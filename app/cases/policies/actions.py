"""Who may do what with a case in which state. Scope is decided before: a case out of it is not found."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.cases.enums import CaseStatus
from app.cases.lifecycle import CASE
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, WrongState


class CaseAction(enum.StrEnum):
    """What can be done with a case. Those that change its state are steps of its lifecycle, by the same name."""

    ADD_NOTE = "add_note"
    DELIVER_SERVICE = "deliver_service"
    PLAN_FOLLOW_UP = "plan_follow_up"
    COMPLETE_FOLLOW_UP = "complete_follow_up"
    TAKE = "take"
    ASSIGN = "assign"
    MOVE_TO_TEAM = "move_to_team"
    HOLD = "hold"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Rule:
    """One action's permission, the states that admit it, and what to say in the others."""

    permission: Permission
    states: frozenset[CaseStatus]
    refusal: Any


_ANY_STATE = frozenset(CaseStatus)
_NOT_CLOSED = frozenset({CaseStatus.OPEN, CaseStatus.ON_HOLD})
_CLOSED_REFUSAL = _l("The case is closed. Ask your supervisor to reopen it if the work goes on.")


def _states_of(step: str) -> frozenset[CaseStatus]:
    return frozenset(status for status in CaseStatus if CASE.allows(step, status))


RULES: Mapping[CaseAction, Rule] = {
    # What happened before the closing may still be written down after it.
    CaseAction.ADD_NOTE: Rule(Permission.WORK_ON_CASE, _ANY_STATE, _CLOSED_REFUSAL),
    CaseAction.DELIVER_SERVICE: Rule(Permission.WORK_ON_CASE, _ANY_STATE, _CLOSED_REFUSAL),
    CaseAction.PLAN_FOLLOW_UP: Rule(Permission.WORK_ON_CASE, _NOT_CLOSED, _CLOSED_REFUSAL),
    CaseAction.COMPLETE_FOLLOW_UP: Rule(Permission.WORK_ON_CASE, _NOT_CLOSED, _CLOSED_REFUSAL),
    CaseAction.TAKE: Rule(Permission.WORK_ON_CASE, _NOT_CLOSED, _CLOSED_REFUSAL),
    CaseAction.ASSIGN: Rule(Permission.REASSIGN_CASE, _NOT_CLOSED, _CLOSED_REFUSAL),
    CaseAction.MOVE_TO_TEAM: Rule(Permission.REASSIGN_CASE, _ANY_STATE, _CLOSED_REFUSAL),
    CaseAction.HOLD: Rule(
        Permission.WORK_ON_CASE, _states_of("hold"), _l("Only a case in progress can be put on hold. Look at its present state.")
    ),
    CaseAction.RESUME: Rule(
        Permission.WORK_ON_CASE, _states_of("resume"), _l("Only a case on hold can be resumed. Look at its present state.")
    ),
    CaseAction.CLOSE: Rule(
        Permission.CLOSE_CASE, _states_of("close"), _l("The case is closed already. Look at the closing in its history.")
    ),
    CaseAction.REOPEN: Rule(
        Permission.REVIEW_CASELOAD, _states_of("reopen"), _l("Only a closed case can be reopened. Look at its present state.")
    ),
}


def check_can_act(actor: Actor, action: CaseAction, case: Case) -> None:
    """Let an action pass or say why not.

    Raises:
        NotAllowed: the actor's role does not include it.
        WrongState: the case's state does not admit it.
    """
    rule = RULES[action]
    if not actor.may_at(rule.permission, case.scope_id):
        raise NotAllowed(_l("Your role does not include this step. Ask your supervisor to take it."))
    if case.erased_at is not None:
        raise WrongState(_l("The words of this case were erased. Nothing more can be written into it."))
    if case.status not in rule.states:
        raise WrongState(rule.refusal)


def can_act(actor: Actor, action: CaseAction, case: Case) -> bool:
    rule = RULES[action]
    return actor.may_at(rule.permission, case.scope_id) and case.status in rule.states and case.erased_at is None


def can_move(actor: Actor, case: Case) -> bool:
    """Whether they share out the cases of the whole office: a team's own supervisor gives none away, and takes none."""
    return can_act(actor, CaseAction.MOVE_TO_TEAM, case) and actor.may_at(Permission.REASSIGN_CASE, case.office_id)


def check_can_move(actor: Actor, case: Case) -> None:
    if not can_move(actor, case):
        raise NotAllowed(_l("Only a supervisor of the whole office gives cases to its teams. Ask yours."))
