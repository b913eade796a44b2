from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import Office, User
from app.accounts.permissions import Permission, Role
from app.cases.enums import CaseKind, FollowUpKind, FollowUpOutcome, RiskLevel
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.ids import new_id
from app.referrals.enums import ReferralStatus
from app.supervision import queries
from app.supervision.queries import DayCounts, DayPart
from app.supervision.queries.scope import as_supervisor, at_office
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import case_at, closed_case_at, delivery_of, follow_up_of, held_case_at, note_of
from tests.factories.referrals import sent_referral_of
from tests.supervision.conftest import answered_referral_of

MONTHS_AGO = timedelta(days=60)


@pytest.fixture
def today(office: Office) -> date:
    return today_in(office.time_zone)


def test_a_day_has_what_is_late_what_is_due_and_what_comes(office: Office, ana: User, today: date) -> None:
    late = follow_up_of(case_at(office, caseworker=ana), days=-3, kind=FollowUpKind.VISIT)
    due = follow_up_of(case_at(office, caseworker=ana), days=0)
    coming = follow_up_of(case_at(office, caseworker=ana), days=7)
    follow_up_of(case_at(office, caseworker=ana), days=8)
    actor = actor_for(ana)
    found = queries.list_cases_of(actor, ana.id, today, most=20)
    assert [(case.part, case.follow_up_id) for case in found] == [
        (DayPart.OVERDUE, late.id),
        (DayPart.TODAY, due.id),
        (DayPart.COMING, coming.id),
    ]
    assert queries.count_cases_of(actor, ana.id, today) == DayCounts(overdue=1, today=1, coming=1)


def test_a_case_without_a_planned_contact_is_late_from_the_day_after(office: Office, ana: User, today: date) -> None:
    case = case_at(office, caseworker=ana, opened_on=today - timedelta(days=1))
    (found,) = queries.list_cases_of(actor_for(ana), ana.id, today, most=20)
    assert (found.id, found.part, found.follow_up_id) == (case.id, DayPart.OVERDUE, None)


def test_a_day_shows_ones_own_open_cases_within_ones_offices_only(
    office: Office, other_office: Office, ana: User, bruno: User, today: date
) -> None:
    follow_up_of(case_at(office, caseworker=bruno), days=-1)
    follow_up_of(case_at(other_office, caseworker=ana), days=-1)
    held_case_at(office, caseworker=ana)
    closed_case_at(office, caseworker=ana)
    assert queries.list_cases_of(actor_for(ana), ana.id, today, most=20) == []
    assert queries.count_cases_of(actor_for(ana), ana.id, today) == DayCounts(0, 0, 0)


def test_a_day_shows_at_most_so_many_of_each_part_and_counts_all(office: Office, ana: User, today: date) -> None:
    for days in (-3, -2, -1, 0):
        follow_up_of(case_at(office, caseworker=ana), days=days)
    found = queries.list_cases_of(actor_for(ana), ana.id, today, most=2)
    assert [(case.attention_on - today).days for case in found] == [-3, -2, 0]
    assert queries.count_cases_of(actor_for(ana), ana.id, today).overdue == 3


def test_the_caseload_is_counted_by_caseworker_kind_and_risk(
    supervisor: Actor, office: Office, other_office: Office, ana: User, today: date
) -> None:
    follow_up_of(case_at(office, caseworker=ana, risk=RiskLevel.HIGH), days=-5)
    follow_up_of(case_at(office, caseworker=ana, risk=RiskLevel.HIGH), days=5)
    held_case_at(office, caseworker=ana, risk=RiskLevel.LOW, kind=CaseKind.HUMANITARIAN_AID)
    closed_case_at(office, caseworker=ana)
    case_at(other_office, caseworker=ana)
    loads = {(row.kind, row.risk): row for row in queries.list_loads(supervisor, today)}
    high = loads[CaseKind.DOCUMENTATION, RiskLevel.HIGH]
    assert (high.caseworker_id, high.cases, high.overdue, high.oldest) == (ana.id, 2, 1, today - timedelta(days=5))
    assert loads[CaseKind.HUMANITARIAN_AID, RiskLevel.LOW].cases == 1
    assert len(loads) == 2


def test_a_high_risk_case_is_silent_after_a_fortnight_without_contact(
    supervisor: Actor, office: Office, ana: User, today: date
) -> None:
    silent = case_at(office, risk=RiskLevel.HIGH, opened_on=today - MONTHS_AGO)
    note_of(silent, occurred_on=today - timedelta(days=15))
    noted = case_at(office, risk=RiskLevel.HIGH, opened_on=today - MONTHS_AGO)
    note_of(noted, occurred_on=today - timedelta(days=14))
    served = case_at(office, risk=RiskLevel.HIGH, opened_on=today - MONTHS_AGO)
    delivery_of(served, "D-APO")
    reached = case_at(office, risk=RiskLevel.HIGH, opened_on=today - MONTHS_AGO)
    follow_up_of(reached, days=-1, done_on=today, outcome=FollowUpOutcome.REACHED)
    case_at(office, risk=RiskLevel.HIGH, opened_on=today)
    case_at(office, risk=RiskLevel.MEDIUM, opened_on=today - MONTHS_AGO)
    found = queries.list_silent(supervisor, today, None)
    assert [(case.id, day) for case, day in found.rows] == [(silent.id, today - timedelta(days=15))]
    backlog = queries.count_silent(supervisor, today)
    assert (backlog.count, backlog.since) == (1, today - timedelta(days=15))


def test_trying_in_vain_breaks_no_silence(supervisor: Actor, office: Office, today: date) -> None:
    case = case_at(office, risk=RiskLevel.HIGH, opened_on=today - MONTHS_AGO)
    follow_up_of(case, days=-1, done_on=today, outcome=FollowUpOutcome.NOT_REACHED)
    assert queries.count_silent(supervisor, today).count == 1


def test_answers_wait_until_the_person_knows(supervisor: Actor, office: Office, other_office: Office) -> None:
    case = case_at(office)
    late = sent_referral_of(case, sent_at=now() - timedelta(days=20))
    sent_referral_of(case)
    answered = answered_referral_of(case, ReferralStatus.ACCEPTED)
    answered_referral_of(case, ReferralStatus.DECLINED, answer_seen_at=now())
    answered_referral_of(case_at(other_office), ReferralStatus.ACCEPTED)
    unanswered, returned = queries.count_answers(supervisor)
    assert (unanswered.count, unanswered.since) == (1, late.answer_due_at)
    assert returned.count == 1
    (found,) = queries.list_returned(supervisor, None).rows
    assert (found.referral.id, found.answered_at is not None) == (answered.id, True)


def test_the_longest_unassigned_come_first_over_all_offices(
    session: Session, office: Office, other_office: Office, today: date
) -> None:
    user = UserFactory(office=office)
    for place in (office, other_office):
        GrantFactory(user=user, role=Role.SUPERVISOR, office=place)
    opened = [
        case_at(place, opened_on=today - timedelta(days=days)) for days, place in ((1, office), (9, other_office), (5, office))
    ]
    found = queries.list_longest_unassigned(as_supervisor(actor_for(user)), most=2)
    assert [case.id for case in found] == [opened[1].id, opened[2].id]


def test_a_caseworker_elsewhere_supervises_only_where_the_role_says_so(
    session: Session, office: Office, other_office: Office
) -> None:
    user = UserFactory(office=office)
    GrantFactory(user=user, role=Role.SUPERVISOR, office=office)
    GrantFactory(user=user, role=Role.CASEWORKER, office=other_office)
    narrowed = as_supervisor(actor_for(user))
    assert narrowed.scopes_for(Permission.VIEW_CASE) == {office.id}
    with pytest.raises(NotFound):
        at_office(narrowed, other_office.id)
    assert db.session.get(Office, other_office.id) is not None


def test_an_unknown_office_is_not_found(supervisor: Actor) -> None:
    with pytest.raises(NotFound):
        at_office(as_supervisor(supervisor), new_id())
