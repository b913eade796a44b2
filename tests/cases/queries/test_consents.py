"""Consents to ask for again: of persons with a case at work, by scope, each once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import queries
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.people.enums import ConsentDecision, ConsentPurpose, RecipientKind
from app.people.models import Consent
from tests.conftest import SignIn, actor_of
from tests.factories.accounts import UserFactory
from tests.factories.cases import case_at, closed_case_at
from tests.factories.directory import OrganisationFactory
from tests.factories.people import ConsentFactory
from tests.guarded_client import GuardedClient
from tests.statements import statements

TODAY = today_in("America/Bogota")


def sharing(session: Session, case: Case, *, days: int | None, **facts: Any) -> Consent:
    """A yes to sharing whose last day lies so many days ahead."""
    until = None if days is None else TODAY + timedelta(days=days)
    known = {"person_id": case.person_id, "purpose": ConsentPurpose.REFERRAL_SHARING, "valid_until": until}
    made: Consent = ConsentFactory(**known | facts)
    session.commit()
    return made


def listed(actor: Actor) -> list[Any]:
    return [renewal.consent.id for renewal in queries.list_renewals(actor, None, None).rows]


@pytest.fixture
def worker(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def case(office: Office) -> Case:
    made: Case = case_at(office)
    return made


@pytest.mark.parametrize(("days", "is_listed"), [(-400, True), (-1, True), (0, True), (30, True), (31, False), (None, False)])
def test_what_has_ended_or_ends_within_thirty_days_is_listed(
    session: Session, caseworker: Actor, case: Case, days: int | None, is_listed: bool
) -> None:
    consent = sharing(session, case, days=days)
    assert listed(caseworker) == ([consent.id] if is_listed else [])


@pytest.mark.parametrize("decision", list(ConsentDecision))
def test_what_was_decided_since_stands_in_its_place(
    session: Session, caseworker: Actor, case: Case, decision: ConsentDecision
) -> None:
    sharing(session, case, days=3, decided_at=now() - timedelta(days=1))
    sharing(session, case, days=300, decision=decision)
    assert listed(caseworker) == []


def test_a_no_is_not_asked_for_again(session: Session, caseworker: Actor, case: Case) -> None:
    sharing(session, case, days=3, decision=ConsentDecision.REFUSED)
    assert listed(caseworker) == []


def test_of_one_organisation_only_what_still_counts_is_listed(
    session: Session, caseworker: Actor, office: Office, case: Case
) -> None:
    to_one = {"recipient": RecipientKind.ORGANISATION, "organisation_id": OrganisationFactory(country=office.country).id}
    sharing(session, case, days=-1, **to_one)
    assert listed(caseworker) == []
    counts = sharing(session, case, days=0, **to_one)
    assert listed(caseworker) == [counts.id]


def test_a_person_with_two_cases_stands_there_once_and_one_without_a_case_at_work_not_at_all(
    session: Session, caseworker: Actor, office: Office, case: Case
) -> None:
    case_at(office, person=case.person)
    consent = sharing(session, case, days=3)
    sharing(session, closed_case_at(office), days=3)
    assert listed(caseworker) == [consent.id]


def test_nobody_sees_those_of_another_office(session: Session, other_office: Office, case: Case) -> None:
    sharing(session, case, days=3)
    assert listed(actor_of(Role.CASEWORKER, other_office)) == []


def test_the_longest_over_stands_first_and_the_whole_list_is_counted(session: Session, worker: GuardedClient) -> None:
    office = worker.user.office
    for days in (20, -3, 5):
        sharing(session, case_at(office, caseworker=worker.user), days=days)
    sharing(session, case_at(office, caseworker=UserFactory(office=office)), days=1)
    first = queries.first_renewals(actor_for(worker.user), worker.user.id, most=2)
    assert [(one.consent.valid_until - TODAY).days for one in first if one.consent.valid_until] == [-3, 5]
    assert {one.of_all for one in first} == {3}


def test_the_day_names_ones_own_and_the_list_those_of_the_office(session: Session, worker: GuardedClient, office: Office) -> None:
    sharing(session, case_at(office, caseworker=worker.user, person__given_names="Yusmary"), days=-3)
    sharing(session, case_at(office, caseworker=UserFactory(office=office), person__given_names="Deivis"), days=3)
    day = worker.get("/").text
    assert "Yusmary" in day
    assert "Deivis" not in day
    mine, all_of_them = worker.get("/cases/consents").text, worker.get("/cases/consents?whose=office").text
    assert "Yusmary" in mine
    assert "Deivis" not in mine
    assert "Yusmary" in all_of_them
    assert "Deivis" in all_of_them


def test_a_long_list_takes_no_more_statements_than_a_short_one(session: Session, worker: GuardedClient, office: Office) -> None:
    sharing(session, case_at(office), days=1)
    worker.get("/cases/consents?whose=office")
    with statements(worker.application) as of_one:
        worker.get("/cases/consents?whose=office")
    for days in range(9):
        sharing(session, case_at(office), days=days)
    with statements(worker.application) as of_ten:
        worker.get("/cases/consents?whose=office")
    assert len(of_ten) == len(of_one)
