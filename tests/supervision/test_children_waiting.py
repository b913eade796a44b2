"""No child is lost from sight: after three months by name on nobody's day, they are counted there and listed page by page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.foundation.actor import system_actor
from app.foundation.clock import now, today_in
from app.foundation.pagination import PAGE_SIZE
from app.people.enums import CareSituation, ConsentHolder
from app.people.models import CareBacklog, Person
from app.people.policies import NEWLY_REGISTERED
from app.people.services import NewCare, count_care_backlog, state_care
from tests.conftest import SignIn, actor_of
from tests.data_protection.conftest import restrict_to
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.statements import statements

TODAY = today_in("America/Bogota")
LONG_AGO = now() - NEWLY_REGISTERED - timedelta(days=1)
JOB = system_actor("people.count_care_backlog")


@pytest.fixture
def supervisor(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.SUPERVISOR)


def child_at(office: Office, **facts: Any) -> Person:
    known = {"birth_year": TODAY.year - 9, "registered_at": LONG_AGO, "given_names": "Naibelis"}
    child: Person = PersonFactory(office=office, **known | facts)
    return child


def counted(session: Session) -> dict[Any, int]:
    count_care_backlog(JOB)
    session.commit()
    return {row.office_id: row.children for row in session.scalars(sa.select(CareBacklog))}


class TestCounting:
    def test_who_waits_for_long_is_counted_by_office(self, session: Session, office: Office, other_office: Office) -> None:
        for place in (office, office, other_office):
            child_at(place)
        assert counted(session) == {office.id: 2, other_office.id: 1}

    @pytest.mark.parametrize(
        "facts",
        [{"registered_at": now()}, {"birth_year": TODAY.year - 40}, {"is_restricted": True}, {"birth_year": None}],
        ids=["registered lately", "an adult", "a restricted file", "of no age"],
    )
    def test_who_does_not_is_not(self, session: Session, office: Office, facts: dict[str, Any]) -> None:
        child_at(office, **facts)
        assert counted(session) == {}

    def test_once_it_is_recorded_who_answers_the_count_goes_down(self, session: Session, office: Office) -> None:
        first, _second = child_at(office), child_at(office)
        assert counted(session) == {office.id: 2}
        care = NewCare(situation=CareSituation.ACCOMPANIED, since_on=TODAY, consent_holder=ConsentHolder.NOBODY_YET)
        state_care(actor_of(Role.CASEWORKER, office), first.id, care)
        assert counted(session) == {office.id: 1}

    def test_a_file_that_became_part_of_another_is_not_counted(self, session: Session, office: Office) -> None:
        kept = child_at(office)
        child_at(office).merged_into_id = kept.id
        session.commit()
        assert counted(session) == {office.id: 1}


class TestTheDay:
    def test_the_supervisor_reads_how_many_and_is_led_to_them(
        self, supervisor: GuardedClient, session: Session, office: Office, other_office: Office
    ) -> None:
        child = child_at(office)
        child_at(other_office, given_names="Xiomara")
        session.commit()
        assert "hace más de tres meses" not in supervisor.get("/").text, "counted at night"
        counted(session)
        home = supervisor.get("/").text
        assert "1 niña o niño se registró hace más de tres meses" in home
        assert 'href="/caseload/children/waiting"' in home
        listed = supervisor.get("/caseload/children/waiting").text
        assert f'href="/people/{child.id}/care"' in listed
        assert "Xiomara" not in listed, "of another office"
        assert "Naibelis" not in supervisor.get("/caseload/children").text

    def test_a_caseworker_is_told_no_count(self, sign_in: SignIn, session: Session, office: Office) -> None:
        child_at(office)
        counted(session)
        worker = sign_in(Role.CASEWORKER)
        assert "hace más de tres meses" not in worker.get("/").text
        assert worker.get("/caseload/children/waiting").status_code == 403

    def test_the_day_does_not_look_through_the_children(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        for _ in range(3):
            child_at(office)
        counted(session)
        with statements(current_app) as made:
            supervisor.get("/")
        assert len([one for one in made if "care_backlog" in one]) == 1

    def test_a_restricted_child_is_listed_for_who_knows_the_file(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        child = child_at(office)
        restrict_to(supervisor.user.id, child)
        session.commit()
        assert f'href="/people/{child.id}/care"' in supervisor.get("/caseload/children/waiting").text


class TestPages:
    def test_every_child_is_on_one_of_the_pages(self, supervisor: GuardedClient, session: Session, office: Office) -> None:
        children = {str(child_at(office).id) for _ in range(PAGE_SIZE + 2)}
        session.commit()
        found: set[str] = set()
        for number in (1, 2):
            text = supervisor.get(f"/caseload/children/waiting?page={number}").text
            found |= set(re.findall(r'href="/people/([0-9a-f-]{36})/care"', text))
        assert found == children
        assert 'rel="next"' in supervisor.get("/caseload/children/waiting").text

    def test_of_more_than_a_hundred_new_ones_none_is_beyond_reach(
        self, supervisor: GuardedClient, session: Session, office: Office
    ) -> None:
        children = {str(child_at(office, registered_at=now()).id) for _ in range(103)}
        session.commit()
        found: set[str] = set()
        for number in range(1, 6):
            text = supervisor.get(f"/caseload/children?page={number}").text
            found |= set(re.findall(r'href="/people/([0-9a-f-]{36})/care"', text))
        assert found == children

    def test_where_nobody_waits_it_says_so_kindly(self, supervisor: GuardedClient) -> None:
        assert "Ninguna niña ni niño espera" in supervisor.get("/caseload/children/waiting").text
