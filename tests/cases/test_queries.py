from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases import queries, services
from app.cases.enums import CaseKind, ClosureReason, FollowUpKind, FollowUpOutcome, RiskLevel
from app.cases.queries import CaseFilter, EventKind, StatusGroup
from app.cases.services import Closing, Completion, NewCase, NewNote, PlannedContact
from app.foundation.actor import Actor, system_actor
from app.foundation.errors import NotFound
from tests.cases.conftest import CountStatements
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import (
    PersonOfACaseFactory,
    case_at,
    closed_case_at,
    delivery_of,
    follow_up_of,
    held_case_at,
    note_of,
)


def codes(actor: Actor, wanted: CaseFilter, page: int | None = 1) -> list[str]:
    return [case.code for case in queries.list_cases(actor, wanted, page).rows]


def with_offices(actor: Actor, *offices: Office) -> Actor:
    import dataclasses

    return dataclasses.replace(actor, office_ids=frozenset(office.id for office in offices))


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
        assert codes(actor, CaseFilter()) == []
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


class TestLists:
    def test_what_needs_attention_comes_first(self, office: Office, caseworker: Actor) -> None:
        later, late, today_due = case_at(office), case_at(office), case_at(office)
        follow_up_of(later, days=5)
        follow_up_of(late, days=-5)
        follow_up_of(today_due, days=0)
        unplanned = case_at(office)
        held = held_case_at(office)
        closed_case_at(office)
        assert codes(caseworker, CaseFilter()) == [case.code for case in (unplanned, late, today_due, later, held)]

    def test_a_line_tells_the_form_of_the_nearest_follow_up(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office, caseworker_id=caseworker.id)
        follow_up_of(case, days=9, kind=FollowUpKind.CALL)
        follow_up_of(case, days=2, kind=FollowUpKind.VISIT)
        (line,) = queries.list_cases(caseworker, CaseFilter(), 1).rows
        assert (line.follow_up, line.caseworker, line.surname_1, line.office_name) == (
            FollowUpKind.VISIT,
            caseworker.name,
            "Briceño",
            "Cúcuta",
        )

    def test_a_list_is_narrowed_by_each_filter(self, office: Office, caseworker: Actor, today: date) -> None:
        mine = case_at(office, caseworker_id=caseworker.id)
        documents = case_at(office, kind=CaseKind.DOCUMENTATION, opened_on=today)
        aid = case_at(office, kind=CaseKind.HUMANITARIAN_AID, risk=RiskLevel.HIGH, opened_on=today)
        held = held_case_at(office, kind=CaseKind.ECONOMIC_INTEGRATION)
        closed = closed_case_at(office, kind=CaseKind.ECONOMIC_INTEGRATION)
        everything = {mine.code, documents.code, aid.code, held.code}
        assert set(codes(caseworker, CaseFilter())) == everything
        assert codes(caseworker, CaseFilter(caseworker_id=caseworker.id)) == [mine.code]
        assert set(codes(caseworker, CaseFilter(unassigned=True))) == everything - {mine.code}
        assert codes(caseworker, CaseFilter(kind=CaseKind.HUMANITARIAN_AID)) == [aid.code]
        assert codes(caseworker, CaseFilter(risk=RiskLevel.HIGH)) == [aid.code]
        assert codes(caseworker, CaseFilter(status=StatusGroup.ON_HOLD)) == [held.code]
        assert codes(caseworker, CaseFilter(status=StatusGroup.CLOSED)) == [closed.code]
        assert set(codes(caseworker, CaseFilter(status=StatusGroup.OPEN))) == everything - {held.code}
        assert codes(caseworker, CaseFilter(late_before=today)) == [mine.code]

    def test_cases_of_several_offices_are_merged_in_one_order(
        self, office: Office, other_office: Office, caseworker: Actor
    ) -> None:
        here, there = [case_at(office) for _ in range(3)], [case_at(other_office) for _ in range(3)]
        for days, case in enumerate(pair for both in zip(here, there, strict=True) for pair in both):
            follow_up_of(case, days=days)
        both = with_offices(caseworker, office, other_office)
        expected = [case.code for pair in zip(here, there, strict=True) for case in pair]
        assert codes(both, CaseFilter()) == expected
        assert codes(caseworker, CaseFilter()) == [case.code for case in here]

    def test_a_colleagues_cases_of_offices_out_of_scope_are_left_out(
        self, office: Office, other_office: Office, caseworker: Actor
    ) -> None:
        colleague = UserFactory(office=office)
        seen = case_at(office, caseworker_id=colleague.id)
        case_at(other_office, caseworker_id=colleague.id)
        assert codes(caseworker, CaseFilter(caseworker_id=colleague.id)) == [seen.code]

    def test_closed_cases_are_told_newest_first(self, office: Office, caseworker: Actor, today: date) -> None:
        old = closed_case_at(office, on=today - timedelta(days=9))
        new = closed_case_at(office, on=today - timedelta(days=1))
        assert codes(caseworker, CaseFilter(status=StatusGroup.CLOSED)) == [new.code, old.code]

    def test_pages_follow_each_other_without_counting(self, office: Office, caseworker: Actor) -> None:
        made = [case_at(office) for _ in range(27)]
        for days, case in enumerate(made):
            follow_up_of(case, days=days)
        first, second = (queries.list_cases(caseworker, CaseFilter(), page) for page in (1, 2))
        assert [case.code for case in (*first.rows, *second.rows)] == [case.code for case in made]
        assert (first.has_next, second.has_next, second.has_previous) == (True, False, True)

    def test_a_page_takes_two_statements(self, office: Office, caseworker: Actor, count_statements: CountStatements) -> None:
        for _ in range(4):
            case_at(office)
        with count_statements() as statements:
            assert len(codes(caseworker, CaseFilter())) == 4
        assert len(statements) == 2

    def test_an_empty_list_is_empty(self, caseworker: Actor) -> None:
        assert codes(caseworker, CaseFilter()) == []


class TestEvents:
    def test_everything_that_happened_is_told_newest_first(
        self, office: Office, caseworker: Actor, supervisor: Actor, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        opened_on = today - timedelta(days=20)
        new = NewCase(CaseKind.HUMANITARIAN_AID, "Comer", caseworker_id=supervisor.id, opened_on=opened_on)
        case = services.open_case(caseworker, person.id, new)
        delivery_of(case, "H-HIG", quantity=2, delivered_on=today - timedelta(days=5), recorded_by=caseworker.id)
        services.add_note(caseworker, case.id, NewNote("Vino con su hermana", today - timedelta(days=10)))
        nearest = queries.find_nearest_follow_up(caseworker, case.id)
        assert nearest is not None
        services.complete_follow_up(
            caseworker,
            case.id,
            nearest.id,
            Completion(
                FollowUpOutcome.REACHED,
                today - timedelta(days=1),
                1,
                "Todo bien",
                PlannedContact(FollowUpKind.VISIT, today + timedelta(days=3), "ver la casa"),
            ),
        )
        events = queries.list_events(caseworker, case, 50)
        kinds = [event.kind for event in events]
        assert kinds[0:2] in (
            [EventKind.PLANNED, EventKind.ASSIGNMENT],
            [EventKind.ASSIGNMENT, EventKind.PLANNED],
        )
        assert kinds[2:] == [EventKind.DONE, EventKind.DELIVERY, EventKind.NOTE, EventKind.STATUS]
        done, delivery, note, opened = events[2:]
        assert (done.text, done.facts, done.author) == ("Todo bien", {"form": "message", "outcome": "reached"}, caseworker.name)
        assert (delivery.facts["quantity"], delivery.facts["unit"], delivery.facts["name_es"]) == (
            2,
            "service",
            "Kit de higiene y salud menstrual",
        )
        assert (note.text, note.occurred_on) == ("Vino con su hermana", today - timedelta(days=10))
        assert (opened.facts["step"], opened.occurred_on) == ("open", opened_on)

    def test_a_case_taken_by_whoever_opens_it_tells_no_hand_over(self, office: Office, caseworker: Actor) -> None:
        person = PersonOfACaseFactory(office=office)
        for carrier in (caseworker.id, None):
            case = services.open_case(caseworker, person.id, NewCase(CaseKind.DOCUMENTATION, "PPT", caseworker_id=carrier))
            kinds = {event.kind for event in queries.list_events(caseworker, case, 50)}
            assert EventKind.ASSIGNMENT not in kinds

    def test_a_closing_tells_its_reason_on_its_day(self, office: Office, caseworker: Actor, today: date) -> None:
        case = case_at(office)
        yesterday = today - timedelta(days=1)
        services.close_case(caseworker, case.id, Closing("Siguió a Lima", 1, ClosureReason.MOVED_ON, yesterday))
        closing = queries.list_events(caseworker, case, 1)[0]
        assert (closing.facts, closing.occurred_on, closing.text) == (
            {"step": "close", "closure_reason": "moved_on"},
            yesterday,
            "Siguió a Lima",
        )

    def test_no_more_than_asked_for_are_read_in_one_statement(
        self, office: Office, caseworker: Actor, count_statements: CountStatements
    ) -> None:
        case = case_at(office)
        for _ in range(4):
            note_of(case)
        case = queries.get_case(caseworker, case.id)
        with count_statements() as statements:
            assert len(queries.list_events(caseworker, case, 3)) == 3
        assert len(statements) == 1

    def test_events_of_a_case_out_of_scope_are_not_told(self, office: Office, stranger: Actor) -> None:
        case = case_at(office)
        note_of(case)
        assert queries.list_events(stranger, case, 50) == []


class TestWork:
    def test_open_follow_ups_come_by_their_day_and_then_those_done(self, office: Office, caseworker: Actor) -> None:
        case = case_at(office)
        later, sooner = follow_up_of(case, days=9), follow_up_of(case, days=1)
        long_ago, lately = follow_up_of(case, days=-9), follow_up_of(case, days=-3)
        for follow_up in (long_ago, lately):
            completion = Completion(FollowUpOutcome.REACHED, follow_up.due_on, 1)
            services.complete_follow_up(caseworker, case.id, follow_up.id, completion)
        listed = [follow_up.id for follow_up in queries.list_follow_ups(caseworker, case.id, 1).rows]
        assert listed == [sooner.id, later.id, lately.id, long_ago.id]
        nearest = queries.find_nearest_follow_up(caseworker, case.id)
        assert nearest is not None
        assert nearest.id == sooner.id

    def test_locking_a_follow_up_leaves_the_case_as_it_was_loaded(
        self, office: Office, caseworker: Actor, session: Session
    ) -> None:
        follow_up = follow_up_of(case_at(office), days=1)
        case_id, follow_up_id = follow_up.case_id, follow_up.id
        session.expunge_all()
        case = queries.get_case(caseworker, case_id, for_update=True)
        queries.get_follow_up(caseworker, case_id, follow_up_id, for_update=True)
        assert not {"office", "person", "caseworker"} & sa.inspect(case).unloaded

    def test_what_was_done_in_a_case_out_of_scope_is_not_listed(self, office: Office, stranger: Actor) -> None:
        case = case_at(office)
        follow_up_of(case, days=1)
        note_of(case)
        delivery_of(case, "D-ORI")
        assert queries.list_follow_ups(stranger, case.id, 1).rows == []
        assert queries.list_notes(stranger, case.id, 1).rows == []
        assert queries.list_deliveries(stranger, case.id, 1).rows == []
        assert queries.find_nearest_follow_up(stranger, case.id) is None


def test_possible_caseworkers_are_active_colleagues_with_casework_at_the_office(
    office: Office, other_office: Office, caseworker: Actor, supervisor: Actor, today: date
) -> None:
    gone = UserFactory(office=office, active=False)
    GrantFactory(user=gone, role=Role.CASEWORKER, office=office)
    ended = UserFactory(office=office)
    GrantFactory(user=ended, role=Role.CASEWORKER, office=office, valid_until=today - timedelta(days=2))
    actor_of(Role.ADMINISTRATOR, office)
    actor_of(Role.CASEWORKER, other_office)
    found = queries.list_possible_caseworkers(caseworker, frozenset({office.id, other_office.id}))
    assert {user.id for user in found} == {caseworker.id, supervisor.id}


def test_answers_of_the_catalogue_are_named_even_when_they_left_its_list(caseworker: Actor) -> None:
    from app.cases.kinds import OptionList

    assert queries.option_name(caseworker, OptionList.DOCUMENT_TYPES, "VE-CI", "es") == "Cédula de identidad"
    assert queries.option_name(caseworker, OptionList.DOCUMENT_TYPES, "ZZ-NO", "es") == "ZZ-NO"
    offered = dict(queries.option_choices(caseworker, "es")[OptionList.DOCUMENT_TYPES])
    assert {"VE-PAS", "CO-PPT"} <= set(offered)


@pytest.mark.parametrize(("country", "currencies"), [("CO", ["COP", "USD"]), ("EC", ["USD"]), ("BR", ["BRL", "USD"])])
def test_money_is_offered_in_the_countrys_currency_first(country: str, currencies: list[str]) -> None:
    assert queries.currencies_of(country) == currencies


def test_services_of_the_cases_kind_are_offered_first_and_the_others_after_them(caseworker: Actor) -> None:
    groups = list(queries.services_by_kind(caseworker, CaseKind.HUMANITARIAN_AID, "es").values())
    assert [len(group) for group in groups] == [22, 13, 14]
