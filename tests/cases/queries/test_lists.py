from __future__ import annotations

from datetime import date, timedelta

from app.accounts.models import Office
from app.cases import queries
from app.cases.enums import CaseKind, FollowUpKind, RiskLevel
from app.cases.queries import CaseFilter, StatusGroup
from app.foundation.actor import Actor
from tests.actors import seeing
from tests.cases.conftest import CountStatements
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    case_at,
    closed_case_at,
    follow_up_of,
    held_case_at,
)


def codes(actor: Actor, wanted: CaseFilter, page: int | None = 1) -> list[str]:
    return [case.code for case in queries.list_cases(actor, wanted, page).rows]


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
        both = seeing(caseworker, office, other_office)
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
