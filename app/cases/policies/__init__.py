"""Pure rules of casework: who may do what in which state, which days are plausible, what comes next."""

from app.cases.policies.access_log import can_view_access_log, check_can_view_access_log
from app.cases.policies.actions import RULES, CaseAction, can_act, can_move, check_can_act, check_can_move
from app.cases.policies.contacts import first_follow_up_kind
from app.cases.policies.days import (
    UsualContact,
    check_day_of_work,
    check_due_day,
    check_opening_day,
    first_follow_up_day,
    usual_next_contact,
)
from app.cases.policies.next_step import NextStep, NextStepKind, next_step
from app.cases.policies.opening import can_open_case, check_can_open_case, check_opens_cases, team_to_open_in
from app.cases.policies.scope import can_view_case, in_scope

__all__ = [
    "RULES",
    "CaseAction",
    "NextStep",
    "NextStepKind",
    "UsualContact",
    "can_act",
    "can_move",
    "can_open_case",
    "can_view_access_log",
    "can_view_case",
    "check_can_act",
    "check_can_move",
    "check_can_open_case",
    "check_can_view_access_log",
    "check_day_of_work",
    "check_due_day",
    "check_opening_day",
    "check_opens_cases",
    "first_follow_up_day",
    "first_follow_up_kind",
    "in_scope",
    "next_step",
    "team_to_open_in",
    "usual_next_contact",
]
