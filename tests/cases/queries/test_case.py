from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import queries
from app.cases.queries import CaseFilter
from app.foundation.actor import Actor, system_actor
from app.foundation.clock import now
from app.foundation.errors import NotFound
from tests.cases.conftest import CountStatements
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import (
    PersonOfACaseFactory,
    case_at,
    closed_case_at,
)


class TestOneCase:
    def test_it_comes_with_all_that_its_page_needs_in_one_statement(
        self, office: Office, caseworker: Actor, session: Session, count_statements: CountStatements
    ) -> None:
        case_id = case_at(office, caseworker_id=caseworker.id).id
        session.expunge_all()
        with count_statements() as statements:
            case = queries.get_case(caseworker, case_id)
            assert (case.person.surname_1, case.office.code, case.person.office.code) == ("Briceño", "CUC", "CUC")
            assert case.person.nationalities == []
            assert case.caseworker is not None
            assert case.caseworker.name == caseworker.name
        assert len(statements) == 1

    def test_it_can_be_locked(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office)
        assert queries.get_case(caseworker, case.id, for_update=True).id == case.id

    def test_out_of_scope_and_absent_look_the_same(self, office: Office, stranger: Actor, caseworker: Actor) -> None:
        case = case_at(office)
        with pytest.raises(NotFound) as hidden:
            queries.get_case(stranger, case.id)
        with pytest.raises(NotFound) as absent:
            queries.get_case(caseworker, uuid4())
        assert hidden.value.sentence == absent.value.sentence

    def test_work_without_an_actor_sees_nothing(self, office: Office) -> None:
        with pytest.raises(NotFound):
            queries.get_case(system_actor("nobody"), case_at(office).id)

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REPORTING_OFFICER, Role.DATA_PROTECTION])
    def test_roles_that_read_no_files_find_none(self, office: Office, role: Role) -> None:
        case = case_at(office)
        actor = actor_of(role, office)
        assert queries.list_cases_of_person(actor, case.person_id) == []
        assert queries.list_cases(actor, CaseFilter(), 1).rows == []
        assert queries.find_case_by_code(actor, case.code) is None

    @pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}"])
    def test_a_code_is_found_however_it_is_typed(self, office: Office, caseworker: Actor, stranger: Actor, typed: str) -> None:
        case = case_at(office)
        text = typed.format(code=case.code, lower=case.code.lower())
        found = queries.find_case_by_code(caseworker, text)
        assert found is not None
        assert found.id == case.id
        assert queries.find_case_by_code(stranger, text) is None

    def test_the_cases_of_a_person_are_told_with_those_at_work_first(
        self, office: Office, caseworker: Actor, stranger: Actor, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        closed = closed_case_at(office, person=person, opened_on=today - timedelta(days=3))
        old = case_at(office, person=person, opened_on=today - timedelta(days=90))
        new = case_at(office, person=person, opened_on=today - timedelta(days=9))
        assert [case.id for case in queries.list_cases_of_person(caseworker, person.id)] == [new.id, old.id, closed.id]
        assert queries.list_cases_of_person(stranger, person.id) == []
        assert {case.id for case in queries.open_cases_of(person.id)} == {new.id, old.id}


def test_possible_caseworkers_are_active_colleagues_with_casework_at_the_office(
    office: Office, other_office: Office, caseworker: Actor, supervisor: Actor, today: date
) -> None:
    gone = UserFactory(office=office, active=False)
    GrantFactory(user=gone, role=Role.CASEWORKER, office=office)
    ended = UserFactory(office=office)
    GrantFactory(user=ended, role=Role.CASEWORKER, office=office, valid_until=today - timedelta(days=2))
    ended_today = UserFactory(office=office)
    GrantFactory(user=ended_today, role=Role.CASEWORKER, office=office, valid_from=today, valid_until=today, ended_at=now())
    actor_of(Role.ADMINISTRATOR, office)
    actor_of(Role.CASEWORKER, other_office)
    found = queries.list_possible_caseworkers(caseworker, frozenset({office.id, other_office.id}))
    assert {user.id for user in found} == {caseworker.id, supervisor.id}
