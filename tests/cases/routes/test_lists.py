from __future__ import annotations

import re

import pytest

from app.accounts.models import Office
from app.accounts.permissions import Role
from tests.cases.conftest import CountStatements
from tests.cases.routes.pages import (
    MOST_STATEMENTS,
    Audited,
    text_of,
)
from tests.conftest import SignIn
from tests.factories.cases import (
    case_at,
)
from tests.guarded_client import GuardedClient


class TestList:
    def test_a_caseworker_sees_her_own_cases_first(
        self, worker: GuardedClient, office: Office, other_office: Office, audited: Audited
    ) -> None:
        mine, nobodys, elsewhere = case_at(office, caseworker_id=worker.user.id), case_at(office), case_at(other_office)
        page = worker.get("/cases").text
        assert mine.code in page
        assert nobodys.code not in page
        everybodys = worker.get("/cases?whose=office").text
        assert {mine.code in everybodys, nobodys.code in everybodys} == {True}
        assert elsewhere.code not in everybodys
        assert audited() == ["case:listed", "case:listed"]

    def test_a_supervisor_sees_the_office_first(self, sign_in: SignIn, office: Office) -> None:
        case = case_at(office)
        assert case.code in sign_in(Role.SUPERVISOR).get("/cases").text

    def test_an_empty_list_says_so_kindly(self, worker: GuardedClient) -> None:
        assert "Ningún caso le espera" in text_of(worker.get("/cases"))
        assert "Ningún caso coincide" in text_of(worker.get("/cases?risk=high"))

    @pytest.mark.parametrize(
        "query",
        ["whose=zz&kind=%00&risk=9&status=x&late=maybe", "page=-4", "page=99999999999999999999", "page=x", "whose=" + "a" * 3000],
    )
    def test_a_forged_address_narrows_nothing_and_breaks_nothing(self, worker: GuardedClient, query: str) -> None:
        assert worker.get(f"/cases?{query}").status_code == 200

    def test_a_page_of_25_cases_stays_within_the_budget(
        self, worker: GuardedClient, office: Office, count_statements: CountStatements
    ) -> None:
        for _ in range(26):
            case_at(office, caseworker_id=worker.user.id)
        with count_statements() as statements:
            response = worker.get("/cases")
        assert len(statements) <= MOST_STATEMENTS
        assert len(set(re.findall(r"CAS-2026-\d{5}", text_of(response)))) == 25
        assert "page=2" in response.text
