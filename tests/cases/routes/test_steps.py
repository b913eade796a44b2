from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.enums import CaseStatus, ClosureReason
from app.cases.models import Case, CaseStatusChange
from app.foundation.ids import new_id
from app.web.page_parts import Link
from tests.cases.routes.pages import (
    count,
    day_fields,
    text_of,
)
from tests.conftest import SignIn
from tests.factories.cases import (
    case_at,
    closed_case_at,
    held_case_at,
)
from tests.guarded_client import GuardedClient


class TestSteps:
    def closing(self, today: date, **changes: str) -> dict[str, str]:
        return {
            "version": "1",
            "closure_reason": "goal_met",
            "reason": "Tiene el PPT",
            **day_fields("closed_on", today),
            **changes,
        }

    def test_a_case_is_closed_with_its_reason_and_a_few_words(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        assert "María de los Ángeles BRICEÑO ROJAS" in text_of(worker.get(f"/cases/{case.id}/close"))
        assert worker.submit(f"/cases/{case.id}/close", **self.closing(today)).status_code == 303
        closed = session.get_one(Case, case.id)
        assert (closed.status, closed.closure_reason, closed.closed_on) == (CaseStatus.CLOSED, ClosureReason.GOAL_MET, today)

    def test_closing_in_one_click_without_words_is_refused(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        response = worker.submit(f"/cases/{case.id}/close", **self.closing(today, reason="", closure_reason=""))
        assert response.status_code == 422
        assert {"Elija cómo terminó", "Escriba en pocas palabras qué se logró"} <= {
            sentence
            for sentence in ("Elija cómo terminó", "Escriba en pocas palabras qué se logró")
            if sentence in text_of(response)
        }
        assert session.get_one(Case, case.id).status is CaseStatus.OPEN

    def test_what_speaks_against_closing_is_said_before_the_form_and_after_it(
        self, worker: GuardedClient, session: Session, office: Office, today: date, objections: list[Link]
    ) -> None:
        case = case_at(office)
        objections.append(Link("La referencia CUC-R-000815 espera respuesta. Revóquela o espere.", "/referrals/815"))
        shown = worker.get(f"/cases/{case.id}/close")
        assert "CUC-R-000815 espera respuesta" in text_of(shown)
        assert 'href="/referrals/815"' in shown.text
        assert "closure_reason" not in shown.text
        refused = worker.submit(f"/cases/{case.id}/close", **self.closing(today))
        assert refused.status_code == 422
        assert "CUC-R-000815 espera respuesta" in text_of(refused)
        assert session.get_one(Case, case.id).status is CaseStatus.OPEN

    def test_holding_and_resuming(self, worker: GuardedClient, session: Session, office: Office) -> None:
        case = case_at(office)
        assert worker.submit(f"/cases/{case.id}/hold", version="1", reason="Espera al consulado").status_code == 303
        assert session.get_one(Case, case.id).status is CaseStatus.ON_HOLD
        assert "El caso está en espera" in text_of(worker.get(f"/cases/{case.id}"))
        assert worker.submit(f"/cases/{case.id}/resume", version="2", reason="").status_code == 303
        assert session.get_one(Case, case.id).status is CaseStatus.OPEN
        assert count(session, CaseStatusChange) == 2

    def test_a_repeated_step_answers_as_the_first_time(self, worker: GuardedClient, session: Session, office: Office) -> None:
        case = case_at(office)
        submission_id = new_id()
        for _ in range(3):
            response = worker.submit(
                f"/cases/{case.id}/hold", submission_id=submission_id, version="1", reason="Espera al consulado"
            )
            assert (response.status_code, response.location) == (303, f"/cases/{case.id}")
        assert count(session, CaseStatusChange) == 1

    def test_a_step_from_an_old_page_is_shown_beside_the_present_state(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        worker.submit(f"/cases/{case.id}/hold", version="1", reason="Espera al consulado")
        stale = worker.submit(f"/cases/{case.id}/close", **self.closing(today))
        assert stale.status_code == 409
        assert "En espera" in text_of(stale)
        assert "Tiene el PPT" in text_of(stale)
        assert session.get_one(Case, case.id).status is CaseStatus.ON_HOLD

    PAGES_OF_STATES = {
        "hold": {case_at: 200, held_case_at: 409, closed_case_at: 409},
        "resume": {case_at: 409, held_case_at: 200, closed_case_at: 409},
        "close": {case_at: 200, held_case_at: 200, closed_case_at: 409},
        "reopen": {case_at: 409, held_case_at: 409, closed_case_at: 200},
        "follow-ups/new": {case_at: 200, held_case_at: 200, closed_case_at: 409},
        "notes/new": {case_at: 200, held_case_at: 200, closed_case_at: 200},
        "services/new": {case_at: 200, held_case_at: 200, closed_case_at: 200},
    }

    @pytest.mark.parametrize("page", PAGES_OF_STATES)
    def test_a_page_opens_only_in_the_states_that_admit_its_step(self, sign_in: SignIn, office: Office, page: str) -> None:
        supervisor = sign_in(Role.SUPERVISOR)
        answers = {made: supervisor.get(f"/cases/{made(office).id}/{page}").status_code for made in self.PAGES_OF_STATES[page]}
        assert answers == self.PAGES_OF_STATES[page]

    def test_only_a_supervisor_reopens(self, worker: GuardedClient, sign_in: SignIn, session: Session, office: Office) -> None:
        case = closed_case_at(office)
        assert worker.submit(f"/cases/{case.id}/reopen", version="1", reason="Volvió").status_code == 403
        supervisor = sign_in(Role.SUPERVISOR)
        assert supervisor.submit(f"/cases/{case.id}/reopen", version="1", reason="Volvió").status_code == 303
        assert session.get_one(Case, case.id).status is CaseStatus.OPEN

    def test_a_case_that_nobody_carries_is_taken(self, worker: GuardedClient, session: Session, office: Office) -> None:
        case = case_at(office)
        assert "Tomar el caso" in text_of(worker.get(f"/cases/{case.id}"))
        assert worker.post(f"/cases/{case.id}/take").status_code == 303
        assert session.get_one(Case, case.id).caseworker_id == worker.user.id
        assert worker.get(f"/cases/{case.id}/take").status_code == 405

    def test_a_case_of_a_colleague_is_not_taken(self, worker: GuardedClient, sign_in: SignIn, office: Office) -> None:
        case = case_at(office, caseworker_id=sign_in(Role.CASEWORKER, name="Luis Duarte").user.id)
        refused = worker.post(f"/cases/{case.id}/take")
        assert refused.status_code == 409
        assert "Luis Duarte ya tomó este caso" in text_of(refused)
