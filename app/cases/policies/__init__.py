"""Pure rules of casework: who may do what in which state, which days are plausible, what comes next."""

from app.cases.policies.access_log import can_view_access_log, check_can_view_access_log
from app.cases.policies.actions import RULES, CaseAction, can_act, can_move, check_can_act, check_can_move
from app.cases.policies.contacts import check_may_reach, first_follow_up_kind, is_for_paper, may_reach
from app.cases.policies.days import (
    UsualContact,
    check_day_of_work,
    check_due_day,
    check_opening_day,
    end_of_window,
    first_follow_up_day,
    usual_next_contact,
)
from app.cases.policies.next_step import NextStep, NextStepKind, next_step
from app.cases.policies.opening import can_open_case, check_can_open_case, check_opens_cases, team_to_open_in
from app.cases.policies.restriction import (
    are_enough,
    can_end_restriction,
    can_name,
    can_restrict_case,
    can_restrict_person,
    check_are_enough,
    check_can_end_restriction,
    check_can_name,
    check_can_restrict_case,
    check_can_restrict_person,
    check_carriers_know,
    check_case_stands_alone,
)
from app.cases.policies.scope import can_read_case, can_view_case, field_classes, in_scope, is_glass_broken, is_readable

__all__ = [
    "RULES",
    "CaseAction",
    "NextStep",
    "NextStepKind",
    "UsualContact",
    "are_enough",
    "can_act",
    "can_end_restriction",
    "can_move",
    "can_name",
    "can_open_case",
    "can_read_case",
    "can_restrict_case",
    "can_restrict_person",
    "can_view_access_log",
    "can_view_case",
    "check_are_enough",
    "check_can_act",
    "check_can_end_restriction",
    "check_can_move",
    "check_can_name",
    "check_can_open_case",
    "check_can_restrict_case",
    "check_can_restrict_person",
    "check_can_view_access_log",
    "check_carriers_know",
    "check_case_stands_alone",
    "check_day_of_work",
    "check_due_day",
    "check_may_reach",
    "check_opening_day",
    "check_opens_cases",
    "end_of_window",
    "field_classes",
    "first_follow_up_day",
    "first_follow_up_kind",
    "in_scope",
    "is_for_paper",
    "is_glass_broken",
    "is_readable",
    "may_reach",
    "next_step",
    "team_to_open_in",
    "usual_next_contact",
]
