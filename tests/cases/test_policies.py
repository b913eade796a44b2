from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.accounts.permissions import PERMISSIONS_OF, Role
from app.cases.enums import CaseKind, CaseStatus, FollowUpKind, RiskLevel
from app.cases.kinds import describe
from app.cases.models import Case
from app.cases.policies import (
    CaseAction,
    NextStepKind,
    can_act,
    can_move,
    check_can_act,
    check_can_move,
    check_day_of_work,
    check_due_day,
    check_opening_day,
    first_follow_up_day,
    in_scope,
    next_step,
)
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, RefusedInput, WrongState
from tests.actors import staff

OPEN, ON_HOLD, CLOSED = CaseStatus.OPEN, CaseStatus.ON_HOLD, CaseStatus.CLOSED
ANY, AT_WORK = {OPEN, ON_HOLD, CLOSED}, {OPEN, ON_HOLD}
STATES_OF = {
    CaseAction.ADD_NOTE: ANY,
    CaseAction.DELIVER_SERVICE: ANY,
    CaseAction.PLAN_FOLLOW_UP: AT_WORK,
    CaseAction.COMPLETE_FOLLOW_UP: AT_WORK,
    CaseAction.TAKE: AT_WORK,
    CaseAction.ASSIGN: AT_WORK,
    CaseAction.MOVE_TO_TEAM: ANY,
    CaseAction.HOLD: {OPEN},
    CaseAction.RESUME: {ON_HOLD},
    CaseAction.CLOSE: AT_WORK,
    CaseAction.REOPEN: {CLOSED},
}
OF_THE_SUPERVISOR = {CaseAction.ASSIGN, CaseAction.MOVE_TO_TEAM, CaseAction.REOPEN}
FRIDAY = date(2026, 11, 20)
HERE = uuid4()


def actor_with(role: Role) -> Actor:
    return staff(PERMISSIONS_OF[role], {HERE})


def may_by_role(role: Role, action: CaseAction) -> bool:
    if role is Role.SUPERVISOR:
        return True
    return role is Role.CASEWORKER and action not in OF_THE_SUPERVISOR


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("action", CaseAction)
def test_every_action_in_every_state_by_every_role(action: CaseAction, status: CaseStatus, role: Role) -> None:
    case, actor = Case(status=status, scope_id=HERE), actor_with(role)
    allowed = may_by_role(role, action) and status in STATES_OF[action]
    assert can_act(actor, action, case) is allowed
    if allowed:
        check_can_act(actor, action, case)
        return
    with pytest.raises(WrongState if may_by_role(role, action) else NotAllowed):
        check_can_act(actor, action, case)


@pytest.mark.parametrize(("scopes", "is_allowed"), [({"office", "team"}, True), ({"team"}, False), ({"office"}, False)])
def test_only_who_supervises_the_whole_office_and_sees_the_case_moves_it(scopes: set[str], is_allowed: bool) -> None:
    ids = {"office": HERE, "team": uuid4()}
    case = Case(status=OPEN, office_id=HERE, team_id=ids["team"], scope_id=ids["team"])
    actor = staff(PERMISSIONS_OF[Role.SUPERVISOR], {ids[name] for name in scopes})
    assert can_move(actor, case) is is_allowed
    if not is_allowed:
        with pytest.raises(NotAllowed):
            check_can_move(actor, case)


def test_only_roles_that_read_cases_have_cases_in_scope() -> None:
    assert scopes_asked_for(actor_with(Role.CASEWORKER)) == [HERE]
    assert scopes_asked_for(actor_with(Role.ADMINISTRATOR)) == []
    assert scopes_asked_for(actor_with(Role.REPORTING_OFFICER)) == []


def scopes_asked_for(actor: Actor) -> list[UUID]:
    """The ids that the condition of all lists compares with."""
    (values,) = in_scope(actor).compile().params.values()
    return list(values)


YESTERDAY, TOMORROW = FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)
NEXT_STEPS = {
    "closed: nothing": (CLOSED, None, None, True, NextStepKind.NOTHING),
    "on hold: resume": (ON_HOLD, None, FollowUpKind.CALL, True, NextStepKind.RESUME),
    "nobody carries it: take, however late": (OPEN, YESTERDAY, FollowUpKind.CALL, False, NextStepKind.TAKE),
    "nothing planned: plan": (OPEN, YESTERDAY, None, True, NextStepKind.PLAN),
    "yesterday: overdue": (OPEN, YESTERDAY, FollowUpKind.VISIT, True, NextStepKind.OVERDUE),
    "today: due": (OPEN, FRIDAY, FollowUpKind.VISIT, True, NextStepKind.DUE_TODAY),
    "tomorrow: upcoming": (OPEN, TOMORROW, FollowUpKind.VISIT, True, NextStepKind.UPCOMING),
}


@pytest.mark.parametrize(("status", "attention_on", "follow_up", "is_assigned", "expected"), NEXT_STEPS.values(), ids=NEXT_STEPS)
def test_the_next_step_of_a_case(
    status: CaseStatus, attention_on: date | None, follow_up: FollowUpKind | None, is_assigned: bool, expected: NextStepKind
) -> None:
    step = next_step(
        status, attention_on=attention_on, follow_up=follow_up, is_assigned=is_assigned, has_died=False, today=FRIDAY
    )
    assert step.kind is expected


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("is_assigned", [True, False])
def test_where_the_person_died_nothing_comes_before_closing_the_case(status: CaseStatus, is_assigned: bool) -> None:
    step = next_step(
        status,
        attention_on=YESTERDAY,
        follow_up=FollowUpKind.CALL,
        is_assigned=is_assigned,
        has_died=True,
        today=FRIDAY,
    )
    expected = NextStepKind.NOTHING if status is CaseStatus.CLOSED else NextStepKind.CLOSE
    assert (step.kind, step.follow_up) == (expected, None)


@pytest.mark.parametrize("kind", CaseKind)
def test_a_higher_risk_is_never_seen_later(kind: CaseKind) -> None:
    days = [
        first_follow_up_day(describe(kind), risk, start=FRIDAY, country="PE")
        for risk in (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)
    ]
    assert FRIDAY < days[0] < days[1] < days[2]


OPENED = date(2026, 10, 1)
DAYS_OF_WORK = {
    "today": (FRIDAY, None, True),
    "tomorrow": (TOMORROW, None, False),
    "before the opening": (date(2026, 9, 1), None, True),
    "years before the opening": (date(2016, 11, 20), None, False),
    "on the day of closing": (date(2026, 11, 2), date(2026, 11, 2), True),
    "after the closing": (date(2026, 11, 3), date(2026, 11, 2), False),
}


@pytest.mark.parametrize(("day", "last_day", "fits"), DAYS_OF_WORK.values(), ids=DAYS_OF_WORK)
def test_days_on_which_work_can_have_happened(day: date, last_day: date | None, fits: bool) -> None:
    def check() -> None:
        check_day_of_work(day, today=FRIDAY, opened_on=OPENED, field="delivered_on", last_day=last_day)

    if fits:
        check()
        return
    with pytest.raises(RefusedInput) as refusal:
        check()
    assert refusal.value.field == "delivered_on"


@pytest.mark.parametrize(
    ("day", "fits"), [(FRIDAY, True), (YESTERDAY, False), (date(2027, 11, 20), True), (date(2127, 11, 20), False)]
)
def test_days_for_which_a_follow_up_can_be_planned(day: date, fits: bool) -> None:
    if fits:
        check_due_day(day, today=FRIDAY, field="due_on")
        return
    with pytest.raises(RefusedInput):
        check_due_day(day, today=FRIDAY, field="due_on")


@pytest.mark.parametrize(
    ("day", "fits"), [(FRIDAY, True), (TOMORROW, False), (date(2026, 1, 5), True), (date(2020, 1, 5), False)]
)
def test_days_on_which_a_case_can_have_been_opened(day: date, fits: bool) -> None:
    if fits:
        check_opening_day(day, today=FRIDAY, field="opened_on")
        return
    with pytest.raises(RefusedInput):
        check_opening_day(day, today=FRIDAY, field="opened_on")
