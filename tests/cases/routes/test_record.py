from __future__ import annotations

import re
from datetime import date

import pytest

from app.accounts.models import Office
from app.accounts.permissions import Role
from tests.cases.conftest import CountStatements
from tests.cases.routes.pages import (
    FORMS,
    MOST_STATEMENTS,
    PAGES,
    READS_NO_FILES,
    Audited,
    text_of,
)
from tests.conftest import SignIn
from tests.factories.cases import (
    case_at,
    closed_case_at,
    delivery_of,
    follow_up_of,
    note_of,
)
from tests.guarded_client import GuardedClient


class TestFile:
    @pytest.mark.parametrize("page", PAGES)
    def test_each_page_of_the_file_is_opened_within_the_budget_and_audited(
        self,
        worker: GuardedClient,
        office: Office,
        page: str,
        audited: Audited,
        count_statements: CountStatements,
    ) -> None:
        case = case_at(office, intake={"needs": ["renewal"], "target_document": "CO-PPT"}, caseworker_id=worker.user.id)
        for days in (-1, 4):
            follow_up_of(case, days=days)
        for _ in range(3):
            note_of(case)
            delivery_of(case, "D-ORI")
        worker.get(f"/cases/{case.id}{page}")  # the process keeps the catalogue's lists from then on
        with count_statements() as statements:
            response = worker.get(f"/cases/{case.id}{page}")
        assert response.status_code == 200
        assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
        assert audited() == ["case:opened", "case:opened"]
        assert case.code in text_of(response)

    @pytest.mark.parametrize("page", [*PAGES, *(f"/{form}" for form in FORMS)])
    def test_a_case_of_another_office_is_not_found(self, worker: GuardedClient, other_office: Office, page: str) -> None:
        case = case_at(other_office)
        assert worker.get(f"/cases/{case.id}{page}").status_code == 404

    @pytest.mark.parametrize("role", READS_NO_FILES)
    def test_roles_that_read_no_files_are_refused(self, sign_in: SignIn, office: Office, role: Role) -> None:
        case = case_at(office)
        client = sign_in(role)
        assert {client.get(f"/cases/{case.id}{page}").status_code for page in PAGES} == {403}
        assert client.get("/cases").status_code == 403

    def test_nobody_reads_a_file_without_signing_in(self, client: GuardedClient, office: Office) -> None:
        response = client.get(f"/cases/{case_at(office).id}")
        assert response.status_code == 302
        assert "/sign-in" in response.location

    def test_the_timeline_is_limited_and_leads_on(self, worker: GuardedClient, office: Office) -> None:
        case = case_at(office)
        for number in range(53):
            note_of(case, text=f"Nota {number:02}.")
        first = worker.get(f"/cases/{case.id}")
        assert len(set(re.findall(r"Nota \d\d\.", first.text))) == 50
        assert f"/cases/{case.id}/history" in first.text
        shown = set()
        for page in (1, 2):
            response = worker.get(f"/cases/{case.id}/history?page={page}")
            shown |= set(re.findall(r"Nota \d\d\.", response.text))
        assert len(shown) == 53

    def test_a_closed_case_says_when_and_why(self, worker: GuardedClient, office: Office) -> None:
        case = closed_case_at(office, on=date(2026, 11, 18))
        text = text_of(worker.get(f"/cases/{case.id}"))
        assert "Cerrado el mié 18 nov 2026: Se obtuvo el documento o permiso" in text

    @pytest.mark.parametrize("url", ["/cases/not-an-id", "/cases/01900000-0000-7000-8000-000000000000", "/cases/0"])
    def test_ids_that_are_none_are_not_found(self, worker: GuardedClient, url: str) -> None:
        assert worker.get(url).status_code == 404
