from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.enums import CaseKind, CaseStatus, ClosureReason, FollowUpOutcome
from app.cases.models import Case, CaseNote, CaseStatusChange, FollowUp, ServiceDelivery
from app.catalogue.models import Service
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from tests.cases.conftest import CountStatements
from tests.conftest import SignIn
from tests.factories.cases import (
    PersonOfACaseFactory,
    case_at,
    closed_case_at,
    delivery_of,
    follow_up_of,
    held_case_at,
    note_of,
)
from tests.factories.catalogue import seeded
from tests.guarded_client import GuardedClient

Audited = Callable[[], list[str]]
MOST_STATEMENTS = 12
FORMS = ("notes/new", "services/new", "follow-ups/new", "hold", "close")
PAGES = ("", "/history", "/services", "/follow-ups", "/notes")
READS_NO_FILES = (Role.REPORTING_OFFICER, Role.DATA_PROTECTION, Role.ADMINISTRATOR)


@pytest.fixture
def worker(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


def text_of(response: TestResponse) -> str:
    """The words of a page, without tags."""
    words = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>", " ", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(unescape(words).split())


def day_fields(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


ANSWERS = {
    CaseKind.DOCUMENTATION: {"intake_needs": ["regularisation", "apostille"], "intake_target_document": "CO-PPT"},
    CaseKind.HUMANITARIAN_AID: {"intake_needs": ["food"], "intake_urgency": "day", "intake_people_reached": "4"},
    CaseKind.ECONOMIC_INTEGRATION: {"intake_wants": ["employment"], "intake_occupation_before": "Enfermera"},
}


def opening(kind: CaseKind, today: date, **changes: Any) -> dict[str, Any]:
    common = {"goal": "Vivir con papeles", "risk": "high", "caseworker_id": "", **day_fields("opened_on", today)}
    return {**common, **ANSWERS[kind], **changes}


class TestOpening:
    def test_the_three_kinds_are_offered_with_a_sentence_each(self, worker: GuardedClient, office: Office) -> None:
        person = PersonOfACaseFactory(office=office)
        response = worker.get(f"/people/{person.id}/cases/new")
        assert response.status_code == 200
        assert all(f'name="kind" value="{kind}"' in response.text for kind in CaseKind)
        assert "María de los Ángeles BRICEÑO ROJAS" in text_of(response)

    def test_a_case_of_the_same_kind_that_is_not_closed_is_pointed_out(self, worker: GuardedClient, office: Office) -> None:
        case = case_at(office, kind=CaseKind.DOCUMENTATION)
        for url in ("", "?kind=documentation"):
            assert case.code in worker.get(f"/people/{case.person_id}/cases/new{url}").text
        assert case.code not in worker.get(f"/people/{case.person_id}/cases/new?kind=humanitarian_aid").text

    def test_an_unknown_kind_leads_back_to_the_choice(self, worker: GuardedClient, office: Office) -> None:
        person = PersonOfACaseFactory(office=office)
        response = worker.get(f"/people/{person.id}/cases/new?kind=adoption")
        assert 'name="kind" value="documentation"' in response.text

    @pytest.mark.parametrize("kind", CaseKind)
    def test_a_case_of_each_kind_is_opened_and_shown(
        self, worker: GuardedClient, session: Session, office: Office, kind: CaseKind, audited: Audited
    ) -> None:
        person, today = PersonOfACaseFactory(office=office), today_in(office.time_zone)
        url = f"/people/{person.id}/cases/new?kind={kind}"
        assert worker.get(url).status_code == 200
        response = worker.submit(url, **opening(kind, today, caseworker_id=str(worker.user.id)))
        assert response.status_code == 303, text_of(response)
        case = session.scalars(sa.select(Case)).one()
        assert (case.kind, case.caseworker_id, case.code) == (kind, worker.user.id, f"CUC-{today.year}-00001")
        assert response.location == f"/cases/{case.id}"
        shown = worker.get(response.location)
        assert "Vivir con papeles" in text_of(shown)
        assert case.code in text_of(shown)
        assert audited() == ["case:created", "case:opened"]

    def test_what_was_typed_is_kept_when_something_is_missing(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        fields = opening(CaseKind.DOCUMENTATION, today, goal="", intake_obstacles_in_words="Viajó «sin nada» <b>")
        response = worker.submit(f"/people/{person.id}/cases/new?kind=documentation", **fields)
        assert response.status_code == 422
        assert "Escriba en una frase qué quiere lograr la persona" in text_of(response)
        assert 'href="#goal"' in response.text
        assert "Viajó «sin nada» &lt;b&gt;" in response.text
        assert re.search(r'value="apostille"[^>]*checked', response.text)
        assert count(session, Case) == 0

    def test_a_refusal_of_the_service_is_shown_at_its_field(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        fields = opening(CaseKind.DOCUMENTATION, today, **day_fields("opened_on", today + timedelta(days=2)))
        response = worker.submit(f"/people/{person.id}/cases/new?kind=documentation", **fields)
        assert response.status_code == 422
        assert "El día no puede estar en el futuro" in text_of(response)
        assert "Vivir con papeles" in response.text
        assert count(session, Case) == 0

    def test_a_form_that_is_sent_five_times_opens_one_case(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=office)
        url, submission_id = f"/people/{person.id}/cases/new?kind=documentation", new_id()
        fields = opening(CaseKind.DOCUMENTATION, today)
        places = {worker.submit(url, submission_id=submission_id, **fields).location for _ in range(5)}
        assert len(places) == 1
        assert count(session, Case) == 1
        other = worker.submit(url, submission_id=submission_id, **{**fields, "goal": "Otra cosa"})
        assert other.status_code == 409
        assert count(session, Case) == 1

    def test_no_case_is_opened_for_a_person_of_another_office(
        self, worker: GuardedClient, other_office: Office, today: date
    ) -> None:
        person = PersonOfACaseFactory(office=other_office)
        url = f"/people/{person.id}/cases/new?kind=documentation"
        assert worker.get(url).status_code == 404
        assert worker.submit(url, **opening(CaseKind.DOCUMENTATION, today)).status_code == 404

    @pytest.mark.parametrize("role", READS_NO_FILES)
    def test_roles_without_casework_do_not_open_cases(self, sign_in: SignIn, office: Office, role: Role) -> None:
        person = PersonOfACaseFactory(office=office)
        assert sign_in(role).get(f"/people/{person.id}/cases/new").status_code == 403


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
        with count_statements() as statements:
            response = worker.get(f"/cases/{case.id}{page}")
        assert response.status_code == 200
        assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
        assert audited() == ["case:opened"]
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

    @pytest.mark.parametrize("url", ["/cases/not-an-id", f"/cases/{uuid4()}", "/cases/0"])
    def test_ids_that_are_none_are_not_found(self, worker: GuardedClient, url: str) -> None:
        assert worker.get(url).status_code == 404


class TestNotes:
    def test_a_note_is_saved_and_shown(
        self, worker: GuardedClient, session: Session, office: Office, today: date, audited: Audited
    ) -> None:
        case = case_at(office)
        yesterday = today - timedelta(days=1)
        response = worker.submit(
            f"/cases/{case.id}/notes/new", text="Perdió el pasaporte.\r\nTiene copia.", **day_fields("occurred_on", yesterday)
        )
        assert response.status_code == 303
        note = session.scalars(sa.select(CaseNote)).one()
        assert (note.text, note.occurred_on, note.author_id) == ("Perdió el pasaporte.\nTiene copia.", yesterday, worker.user.id)
        assert "Perdió el pasaporte." in worker.get(response.location).text
        assert audited() == ["note:added", "case:opened"]

    BAD = {
        "no text": ({"text": "   "}, "Escriba la nota"),
        "a text that is too long": ({"text": "x" * 10_001}, "10000 caracteres"),
        "no day": ({"occurred_on-day": ""}, "Escriba el día, el mes y el año"),
        "a day that is none": ({"occurred_on-month": "13"}, "El mes debe ser un número del 1 al 12"),
        "a day in the future": ({"occurred_on-year": "2060"}, "El día no puede estar en el futuro"),
        "a day long before the case": ({"occurred_on-year": "1960"}, "más de un año antes de abrir el caso"),
    }

    @pytest.mark.parametrize(("fields", "sentence"), BAD.values(), ids=BAD)
    def test_a_note_that_cannot_be_is_refused_and_its_text_is_kept(
        self, worker: GuardedClient, session: Session, office: Office, fields: dict[str, str], sentence: str
    ) -> None:
        case = case_at(office)
        sent = {"text": "Texto largo y valioso", **day_fields("occurred_on", today_in(office.time_zone)), **fields}
        response = worker.submit(f"/cases/{case.id}/notes/new", **sent)
        assert response.status_code == 422
        assert sentence in text_of(response)
        assert sent["text"].strip() in response.text
        assert count(session, CaseNote) == 0

    def test_a_note_sent_twice_is_written_once(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        submission_id = new_id()
        fields = {"text": "Una vez", **day_fields("occurred_on", today)}
        for _ in range(2):
            response = worker.submit(f"/cases/{case.id}/notes/new", submission_id=submission_id, **fields)
            assert response.status_code == 303
        assert count(session, CaseNote) == 1
        assert (
            worker.submit(f"/cases/{case.id}/notes/new", submission_id=submission_id, **{**fields, "text": "Otra"}).status_code
            == 409
        )

    @pytest.mark.parametrize("submission_id", ["", "x", "' OR 1=1 --"])
    def test_a_form_with_a_damaged_id_is_refused(
        self, worker: GuardedClient, session: Session, office: Office, today: date, submission_id: str
    ) -> None:
        case = case_at(office)
        data = {"submission_id": submission_id, "text": "Hola", **day_fields("occurred_on", today)}
        assert worker.post(f"/cases/{case.id}/notes/new", data=data).status_code == 422
        assert count(session, CaseNote) == 0

    def test_a_late_note_can_be_written_into_a_closed_case(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = closed_case_at(office)
        response = worker.submit(f"/cases/{case.id}/notes/new", text="Llamó para agradecer", **day_fields("occurred_on", today))
        assert response.status_code == 303
        assert count(session, CaseNote) == 1


class TestServices:
    def test_a_service_with_its_value_is_saved_and_shown(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office, kind=CaseKind.HUMANITARIAN_AID)
        fields = {
            "service_id": str(seeded(Service, "H-MPC").id),
            "quantity": "1",
            "value": "450.000",
            "currency": "COP",
            **day_fields("delivered_on", today),
        }
        response = worker.submit(f"/cases/{case.id}/services/new", **fields)
        assert response.status_code == 303, text_of(response)
        delivery = session.scalars(sa.select(ServiceDelivery)).one()
        assert (delivery.modality, delivery.value_minor, delivery.currency) == ("cash", 45_000_000, "COP")
        assert "450.000 COP" in text_of(worker.get(f"/cases/{case.id}/services"))

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("service_id", "", "Elija el servicio"),
            ("service_id", str(uuid4()), "Elija una de las respuestas"),
            ("quantity", "-2", "Escriba un número entero en cifras"),
            ("quantity", "0", "Escriba un número de 1 a 9999"),
            ("value", "mucho", "Escriba el valor en cifras"),
        ],
    )
    def test_a_service_that_cannot_be_is_refused_at_its_field(
        self, worker: GuardedClient, office: Office, field: str, typed: str, sentence: str
    ) -> None:
        case = case_at(office)
        fields = {"service_id": str(seeded(Service, "D-ORI").id), "quantity": "1", "value": "", "currency": "COP"}
        sent = {**fields, **day_fields("delivered_on", today_in(office.time_zone)), field: typed}
        response = worker.submit(f"/cases/{case.id}/services/new", **sent)
        assert response.status_code == 422
        assert sentence in text_of(response)
        assert f'href="#{field}"' in response.text


class TestFollowUps:
    def test_a_follow_up_is_planned_with_the_usual_day_filled_in(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        assert re.search(r'name="due_on-day"[^>]*value="\d+"', worker.get(f"/cases/{case.id}/follow-ups/new").text)
        due_on = today + timedelta(days=3)
        response = worker.submit(
            f"/cases/{case.id}/follow-ups/new", kind="visit", purpose="ver la casa", **day_fields("due_on", due_on)
        )
        assert response.status_code == 303
        assert session.get_one(Case, case.id).attention_on == due_on
        assert "Visitar a la persona: ver la casa" not in text_of(worker.get(response.location))  # nobody carries the case yet

    def completing(self, today: date, **changes: str) -> dict[str, str]:
        return {
            "version": "1",
            "outcome": "reached",
            "after": "later",
            "words": "Está bien",
            **day_fields("done_on", today),
            **changes,
        }

    def test_how_it_went_is_saved_and_the_next_contact_planned(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=-1, purpose="¿llegó el PPT?")
        url = f"/cases/{case.id}/follow-ups/{follow_up.id}/complete"
        assert "¿llegó el PPT?" in text_of(worker.get(url))
        fields = self.completing(today, after="plan", next_kind="call", **day_fields("next_due_on", today + timedelta(days=5)))
        assert worker.submit(url, **fields).status_code == 303
        done, planned = session.scalars(sa.select(FollowUp).order_by(FollowUp.due_on)).all()
        assert (done.outcome, done.outcome_words) == (FollowUpOutcome.REACHED, "Está bien")
        assert (planned.due_on, planned.done_on) == (today + timedelta(days=5), None)

    def test_a_second_outcome_is_shown_beside_the_first(
        self, worker: GuardedClient, session: Session, office: Office, today: date
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=0)
        url = f"/cases/{case.id}/follow-ups/{follow_up.id}/complete"
        assert worker.submit(url, **self.completing(today, words="Vino a la oficina")).status_code == 303
        stale = worker.submit(url, **self.completing(today, outcome="not_reached", words="No contestó"))
        assert stale.status_code == 409
        assert {"Vino a la oficina", "No contestó"} <= {
            cell for cell in ("Vino a la oficina", "No contestó") if cell in text_of(stale)
        }
        assert session.get_one(FollowUp, follow_up.id).outcome is FollowUpOutcome.REACHED

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
    def test_a_forged_version_is_refused(
        self, worker: GuardedClient, session: Session, office: Office, today: date, version: str
    ) -> None:
        case = case_at(office)
        follow_up = follow_up_of(case, days=0)
        url = f"/cases/{case.id}/follow-ups/{follow_up.id}/complete"
        assert worker.submit(url, **self.completing(today, version=version)).status_code == 422
        assert session.get_one(FollowUp, follow_up.id).outcome is None

    def test_a_follow_up_under_another_case_is_not_found(self, worker: GuardedClient, office: Office, today: date) -> None:
        follow_up = follow_up_of(case_at(office), days=0)
        url = f"/cases/{case_at(office).id}/follow-ups/{follow_up.id}/complete"
        assert worker.get(url).status_code == 404
        assert worker.submit(url, **self.completing(today)).status_code == 404


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
        self, worker: GuardedClient, session: Session, office: Office, today: date, objections: list[str]
    ) -> None:
        case = case_at(office)
        objections.append("La referencia CUC-R-000815 espera respuesta. Revóquela o espere.")
        shown = worker.get(f"/cases/{case.id}/close")
        assert "CUC-R-000815 espera respuesta" in text_of(shown)
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
