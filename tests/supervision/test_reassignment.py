from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import NeedToKnow, Office, User
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases.enums import RiskLevel
from app.cases.models import Case, CaseAssignment
from app.cases.services import Circle, restrict_case
from app.foundation.database import db
from app.foundation.ids import new_id
from app.supervision.policies import MOST_AT_ONCE
from tests.conftest import SignIn
from tests.factories.accounts import GrantFactory
from tests.factories.cases import case_at, closed_case_at
from tests.guarded_client import GuardedClient
from tests.supervision.conftest import colleague, text_of

REASSIGN = "/caseload/reassign"


def chosen(*cases: Case) -> list[str]:
    return [f"{case.id}.{case.version}" for case in cases]


def fields(taker: User, *cases: Case, **changes: Any) -> dict[str, Any]:
    return {
        "case": chosen(*cases),
        "caseworker_id": str(taker.id),
        "reason": "Vacaciones hasta el 4",
        "step": "confirm",
    } | changes


def test_the_choice_shows_the_cases_and_what_everybody_carries(
    board_client: GuardedClient, office: Office, ana: User, bruno: User
) -> None:
    case = case_at(office, caseworker=ana, risk=RiskLevel.HIGH)
    words = text_of(board_client.get(f"{REASSIGN}?case={case.id}"))
    assert "Reasignar 1 caso" in words
    assert f"{case.code}" in words
    assert "Ana Peñaranda Lleva 3 de 40" in words
    assert "Bruno Cardoso Lleva 0 de 40" in words


def test_the_preview_shows_both_loads_before_and_after_and_changes_nothing(
    board_client: GuardedClient, office: Office, ana: User, bruno: User
) -> None:
    case, other = (case_at(office, caseworker=ana, risk=RiskLevel.HIGH) for _ in range(2))
    response = board_client.submit(REASSIGN, **fields(bruno, case, step="preview"))
    words = text_of(response)
    assert response.status_code == 200
    assert "¿Dar 1 caso a Bruno Cardoso?" in words
    assert "Ana Peñaranda Antes 6 de 40 Después 3 de 40 antes 6" in words
    assert "Bruno Cardoso Antes 0 de 40 Después 3 de 40 antes 0" in words
    assert "Vacaciones hasta el 4" in words
    assert (case.caseworker_id, other.caseworker_id) == (ana.id, ana.id)


def test_too_much_work_is_said_before_it_is_given(board_client: GuardedClient, office: Office, ana: User, bruno: User) -> None:
    office.caseload_capacity = 2
    db.session.commit()
    case = case_at(office, caseworker=ana, risk=RiskLevel.HIGH)
    words = text_of(board_client.submit(REASSIGN, **fields(bruno, case, step="preview")))
    assert "Bruno Cardoso llevaría más que la capacidad" in words


def test_confirmed_cases_change_hands_with_reason_history_and_audit(
    board_client: GuardedClient, session: Session, office: Office, ana: User, bruno: User
) -> None:
    cases = [case_at(office, caseworker=ana), case_at(office)]
    response = board_client.submit(REASSIGN, **fields(bruno, *cases))
    assert (response.status_code, response.location) == (303, "/caseload")
    assert "Bruno Cardoso lleva ahora 2 casos más" in text_of(board_client.get("/caseload"))
    assert {case.caseworker_id for case in cases} == {bruno.id}
    kept = session.scalars(sa.select(CaseAssignment).where(CaseAssignment.caseworker_id == bruno.id)).all()
    assert {(row.assigned_by, row.reason, row.ended_at) for row in kept} == {
        (board_client.user.id, "Vacaciones hasta el 4", None)
    }
    audited = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "case:assigned")).all()
    assert set(audited) == {case.id for case in cases}


def test_one_case_leads_back_to_its_file(board_client: GuardedClient, office: Office, bruno: User) -> None:
    case = case_at(office)
    assert board_client.submit(REASSIGN, **fields(bruno, case)).location == f"/cases/{case.id}"


def test_confirming_twice_moves_the_cases_once(
    board_client: GuardedClient, session: Session, office: Office, ana: User, bruno: User
) -> None:
    case, submission = case_at(office, caseworker=ana), new_id()
    sent = fields(bruno, case)
    for _ in range(3):
        assert board_client.submit(REASSIGN, submission_id=submission, **sent).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).where(CaseAssignment.case_id == case.id)) == 1


def test_a_case_that_changed_since_the_page_was_shown_stops_the_whole_step(
    board_client: GuardedClient, office: Office, ana: User, bruno: User
) -> None:
    steady, moved = case_at(office, caseworker=ana), case_at(office, caseworker=ana)
    sent = fields(bruno, steady, moved)
    moved.version += 1
    db.session.commit()
    assert board_client.submit(REASSIGN, **sent).status_code == 409
    assert (steady.caseworker_id, moved.caseworker_id) == (ana.id, ana.id)


def test_a_closed_case_is_not_given_away(board_client: GuardedClient, office: Office, ana: User, bruno: User) -> None:
    case = closed_case_at(office, caseworker=ana)
    assert board_client.submit(REASSIGN, **fields(bruno, case)).status_code == 409
    assert case.caseworker_id == ana.id


@pytest.mark.parametrize("step", ["preview", "confirm"])
def test_a_colleague_without_a_role_at_the_office_is_refused_with_a_sentence(
    sign_in: SignIn, office: Office, other_office: Office, ana: User, step: str
) -> None:
    browser = sign_in(Role.SUPERVISOR)
    GrantFactory(user=browser.user, role=Role.SUPERVISOR, office=other_office)
    here, there = case_at(office), case_at(other_office)
    response = browser.submit(REASSIGN, **fields(ana, here, there, step=step))
    assert response.status_code == 422
    assert "no ve los casos de Quito" in text_of(response)
    assert 'value="Vacaciones hasta el 4"' in response.text
    assert (here.caseworker_id, there.caseworker_id) == (None, None)


def test_a_colleague_of_another_office_is_not_offered(board_client: GuardedClient, office: Office, other_office: Office) -> None:
    stranger = colleague(other_office, "De Quito")
    case = case_at(office)
    assert "De Quito" not in board_client.get(f"{REASSIGN}?case={case.id}").text
    assert board_client.submit(REASSIGN, **fields(stranger, case)).status_code == 422
    assert case.caseworker_id is None


def test_giving_cases_to_who_carries_them_already_is_refused(board_client: GuardedClient, office: Office, ana: User) -> None:
    case = case_at(office, caseworker=ana)
    response = board_client.submit(REASSIGN, **fields(ana, case))
    assert (response.status_code, "ya lleva estos casos" in text_of(response)) == (422, True)


@pytest.mark.parametrize("changes", [{"caseworker_id": ""}, {"reason": "  "}, {"reason": "x" * 201}, {"caseworker_id": "x"}])
def test_an_incomplete_form_is_shown_again(
    board_client: GuardedClient, office: Office, ana: User, changes: dict[str, str]
) -> None:
    case = case_at(office)
    response = board_client.submit(REASSIGN, **fields(ana, case, **changes))
    assert response.status_code == 422
    assert str(case.id) in response.text
    assert case.caseworker_id is None


def test_another_offices_case_among_the_chosen_is_not_found(
    board_client: GuardedClient, office: Office, other_office: Office, ana: User
) -> None:
    here, there = case_at(office), case_at(other_office)
    for path in (f"{REASSIGN}?case={here.id}&case={there.id}", f"{REASSIGN}?case={new_id()}"):
        assert board_client.get(path).status_code == 404
    assert board_client.submit(REASSIGN, **fields(ana, here, there)).status_code == 404
    assert (here.caseworker_id, there.caseworker_id) == (None, None)


def test_nothing_ticked_leads_back_to_the_board(board_client: GuardedClient) -> None:
    for query in ("", "?case=", "?case=x", "?case=x.1"):
        assert board_client.get(REASSIGN + query).location == "/caseload"
    assert "Marque al menos un caso" in text_of(board_client.get("/caseload"))


def test_more_than_can_be_looked_over_is_refused(board_client: GuardedClient) -> None:
    query = "&".join(f"case={new_id()}" for _ in range(MOST_AT_ONCE + 1))
    response = board_client.get(f"{REASSIGN}?{query}")
    assert (response.status_code, "Reasigne como máximo 50 casos" in text_of(response)) == (422, True)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REPORTING_OFFICER, Role.ADMINISTRATOR])
def test_who_is_no_supervisor_reassigns_nothing(sign_in: SignIn, office: Office, ana: User, role: Role) -> None:
    case = case_at(office)
    assert sign_in(role).submit(REASSIGN, **fields(ana, case)).status_code == 403
    assert case.caseworker_id is None


def test_a_case_page_leads_its_supervisor_to_reassignment(sign_in: SignIn, office: Office, ana: User) -> None:
    case = case_at(office, caseworker=ana)
    link = f"{REASSIGN}?case={case.id}"
    assert link in sign_in(Role.SUPERVISOR).get(f"/cases/{case.id}").text
    assert link not in sign_in(Role.CASEWORKER).get(f"/cases/{case.id}").text
    closed = closed_case_at(office)
    assert REASSIGN not in sign_in(Role.SUPERVISOR).get(f"/cases/{closed.id}").text


def test_a_confirmation_that_hides_the_version_overwrites_nothing(board_client: GuardedClient, office: Office, ana: User) -> None:
    case = case_at(office)
    response = board_client.submit(REASSIGN, **fields(ana, case, case=str(case.id), step="confirm"))
    assert (response.status_code, case.caseworker_id) == (409, None)


def test_a_restricted_case_says_who_will_see_it_before_it_changes_hands(
    session: Session, sign_in: SignIn, office: Office, ana: User
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    case = case_at(office, caseworker_id=supervisor.user.id)
    restrict_case(supervisor.actor, case.id, Circle(frozenset(), "Corre peligro", "Todavía busco a quién darlo"))
    session.commit()
    chosen = {"case": f"{case.id}.{case.version}", "caseworker_id": str(ana.id), "reason": "Vacaciones"}
    preview = supervisor.submit("/caseload/reassign", step="preview", **chosen)
    assert f"todavía no conoce estos casos restringidos y los verá, con sus personas: {case.code}" in text_of(preview)
    assert supervisor.submit("/caseload/reassign", step="confirm", **chosen).status_code == 303
    session.refresh(case)
    assert case.caseworker_id == ana.id
    assert session.scalar(sa.select(sa.func.count()).select_from(NeedToKnow).where(NeedToKnow.user_id == ana.id)) == 1
