from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.cases.enums import CaseKind, FollowUpOutcome
from app.cases.models import Case, CaseNote, FollowUp, ServiceDelivery
from app.catalogue.models import Service
from app.foundation.clock import today_in
from app.foundation.ids import new_id
from tests.cases.routes.pages import (
    Audited,
    count,
    day_fields,
    text_of,
)
from tests.factories.cases import (
    case_at,
    closed_case_at,
    follow_up_of,
)
from tests.factories.catalogue import seeded
from tests.guarded_client import GuardedClient


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
            ("service_id", "01900000-0000-7000-8000-000000000000", "Elija una de las respuestas"),
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


def test_the_page_that_tells_what_a_contact_is_for_is_an_opening_of_the_file(
    worker: GuardedClient, office: Office, audited: Audited
) -> None:
    case = case_at(office)
    follow_up = follow_up_of(case, days=1, purpose="Preguntar por la denuncia")
    assert "Preguntar por la denuncia" in worker.get(f"/cases/{case.id}/follow-ups/{follow_up.id}/complete").text
    assert audited() == ["case:opened"]
