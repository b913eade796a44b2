"""The page on which a referral is written: choosing, preview, draft, sending, consent."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.cases.enums import CaseKind
from app.cases.models import Case
from app.directory.hours import DAYS
from app.directory.models import FocalPoint, ProvidedService
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people.enums import ConsentDecision, DeathSource
from app.people.models import Consent, Person
from app.referrals.enums import Priority
from app.referrals.enums import ReferralStatus as S
from app.referrals.models import Referral
from tests.factories.directory import ProvidedServiceFactory
from tests.factories.referrals import (
    GIVEN_NAMES,
    agree,
    provider,
)
from tests.guarded_client import GuardedClient

REQUEST = "Orientación antes del viernes, por favor"


def fields_for(provided: ProvidedService, **changes: Any) -> dict[str, Any]:
    """What a browser sends of a filled form."""
    fields = {
        "do": "send",
        "service": str(provided.service_id),
        "provided_service": str(provided.id),
        "priority": "urgent",
        "request": REQUEST,
        "shared_fields": ["given_names", "age"],
    }
    return {**fields, **changes}


def referrals() -> list[Referral]:
    return list(db.session.scalars(sa.select(Referral).order_by(Referral.id)))


def new(case: Case) -> str:
    return f"/cases/{case.id}/referrals/new"


@pytest.mark.parametrize(
    ("soon", "opened_ago", "preset"),
    [
        ("day", 0, "emergency"),
        ("three_days", 2, "urgent"),
        ("two_weeks", 0, "normal"),
        ("later", 0, "normal"),
        ("day", 60, "normal"),
    ],
)
def test_how_soon_help_is_needed_presets_the_priority_while_the_case_is_fresh(
    worker: GuardedClient, case: Case, soon: str, opened_ago: int, preset: str
) -> None:
    case.kind, case.intake = CaseKind.HUMANITARIAN_AID, {"needs": ["shelter"], "urgency": soon}
    case.opened_on = today_in("America/Bogota") - timedelta(days=opened_ago)
    db.session.commit()
    chosen = re.findall(r'<input[^>]*name="priority"[^>]*>', worker.get(new(case)).text)
    assert [re.search('value="([a-z]+)"', one)[1] for one in chosen if " checked" in one] == [preset]  # type: ignore[index]


def test_the_page_offers_services_with_providers_and_opens_the_file(
    worker: GuardedClient, case: Case, provided: ProvidedService
) -> None:
    page = worker.get(new(case))
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Orientación e información (1)" in text
    assert "Elija primero el servicio" in text
    assert GIVEN_NAMES in text
    opened = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "case:opened")).one()
    assert opened.fields == ["referral"]


def test_choosing_a_service_shows_who_gives_it_with_what_to_bring_and_keeps_the_text(
    worker: GuardedClient, case: Case, provided: ProvidedService
) -> None:
    full = ProvidedServiceFactory(organisation__name="Refugio Norte", accepts_referrals=False)
    page = worker.submit(new(case), do="show", service=str(provided.service_id), request=REQUEST, priority="emergency")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Clínica La Frontera, Cúcuta" in text
    assert "Contesta: Recepción de referencias" in text
    assert "Llevar: Cualquier documento, aunque esté vencido" in text
    assert "no tiene cupo o no tiene quien conteste: Refugio Norte" in text
    assert str(full.id) not in text
    assert REQUEST in text
    assert re.search(r'value="emergency"[^>]*checked', text)
    assert "Error:" not in text
    assert referrals() == []


def test_each_priority_says_its_window_and_its_end(worker: GuardedClient, case: Case) -> None:
    text = worker.get(new(case)).get_data(as_text=True)
    assert text.count("hasta el") == 3
    assert "24 horas para contestar" in text
    assert "14 días para contestar; el último es día hábil" in text


def test_the_preview_shows_what_the_partner_will_read_and_saves_nothing(
    worker: GuardedClient, case: Case, provided: ProvidedService
) -> None:
    page = worker.submit(new(case), **fields_for(provided, do="show", shared_fields=["age"]))
    assert page.status_code == 200
    preview = page.get_data(as_text=True).partition('id="preview"')[2].partition("</section>")[0]
    assert "Conteste antes del" in preview
    assert REQUEST in preview
    assert "33 o 34 años" in preview
    assert GIVEN_NAMES not in preview
    assert referrals() == []


def test_of_who_died_the_page_warns_and_lets_the_family_be_helped(
    worker: GuardedClient, agreed_case: Case, provided: ProvidedService
) -> None:
    assert "Esta persona falleció" not in worker.get(new(agreed_case)).text
    db.session.get_one(Person, agreed_case.person_id).death_known_by = DeathSource.FAMILY
    db.session.commit()
    assert "Esta persona falleció. Pida solo lo que la familia aún necesita" in worker.get(new(agreed_case)).text
    assert worker.submit(new(agreed_case), **fields_for(provided)).status_code == 303


def test_sending_leads_to_the_referral_and_says_so(worker: GuardedClient, agreed_case: Case, provided: ProvidedService) -> None:
    sent = worker.submit(new(agreed_case), **fields_for(provided))
    (referral,) = referrals()
    assert (sent.status_code, sent.location) == (303, f"/referrals/{referral.id}")
    assert (referral.status, referral.priority, referral.shared_fields) == (S.SENT, Priority.URGENT, ["given_names", "age"])
    text = worker.get(sent.location).get_data(as_text=True)
    assert "La referencia va en camino." in text
    assert "Se espera la respuesta de Clínica La Frontera" in text


def test_sending_twice_sends_one_referral(worker: GuardedClient, agreed_case: Case, provided: ProvidedService) -> None:
    submission = new_id()
    first, second = (worker.submit(new(agreed_case), submission_id=submission, **fields_for(provided)) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(referrals()) == 1
    changed = worker.submit(new(agreed_case), submission_id=submission, **fields_for(provided, request="otra cosa"))
    assert changed.status_code == 409


def test_sent_again_after_the_person_agreed_by_it_and_the_place_filled_up_it_is_still_the_same_form(
    session: Session, worker: GuardedClient, case: Case, provided: ProvidedService
) -> None:
    submission, asked = new_id(), fields_for(provided, consent_given="y", do="show")
    shown = worker.submit(new(case), **asked).get_data(as_text=True)
    about = re.search(r'name="consent_about" value="([^"]+)"', shown)
    assert about
    form = {**asked, "do": "send", "consent_about": about[1]}
    first = worker.submit(new(case), submission_id=submission, **form)
    session.merge(provided).accepts_referrals = False
    session.commit()
    second = worker.submit(new(case), submission_id=submission, **form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(referrals()) == 1


def test_without_consent_sending_is_refused_with_the_text_kept_and_the_words_to_read(
    worker: GuardedClient, case: Case, provided: ProvidedService
) -> None:
    page = worker.submit(new(case), **fields_for(provided))
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "no ha aceptado que se compartan datos" in text
    assert "Palabras para leer en voz alta" in text
    assert REQUEST in text
    assert re.search(r'value="age"[^>]*checked', text)
    assert referrals() == []


def test_the_consent_given_now_is_recorded_with_the_referral(
    worker: GuardedClient, case: Case, provided: ProvidedService
) -> None:
    assert worker.submit(new(case), **fields_for(provided, consent_given="y")).status_code == 303
    (referral,) = referrals()
    consent = db.session.get_one(Consent, referral.consent_id)
    assert (consent.decision, consent.recorded_by, consent.language) == (ConsentDecision.GIVEN, worker.user.id, "es")


def test_a_refused_sending_records_no_consent_either(worker: GuardedClient, case: Case, provided: ProvidedService) -> None:
    assert worker.submit(new(case), **fields_for(provided, consent_given="y", request=" ")).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Consent)) == 0


@pytest.mark.parametrize("decision", [ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN])
def test_a_refusal_or_withdrawal_blocks_the_sharing_only(
    worker: GuardedClient, case: Case, provided: ProvidedService, decision: ConsentDecision
) -> None:
    agree(case)
    agree(case, decision)
    assert "Vuelva a preguntar solo si" in worker.get(new(case)).get_data(as_text=True)
    assert worker.submit(new(case), **fields_for(provided)).status_code == 422
    assert worker.submit(new(case), **fields_for(provided, do="draft")).status_code == 303
    assert worker.get(f"/cases/{case.id}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"service": "", "provided_service": ""}, "Elija el servicio"),
        ({"provided_service": ""}, "Elija a quién se lo pide"),
        ({"provided_service": str(new_id())}, "Elija a quién se lo pide"),
        ({"priority": "whenever"}, "Elija una de las respuestas"),
        ({"request": ""}, "Escriba qué les pide"),
        ({"request": "x" * 1501}, "a 1500 caracteres"),
        ({"shared_fields": []}, "Marque al menos un dato"),
        ({"shared_fields": ["stated_age"]}, None),
        ({"service": "no-uuid"}, None),
        ({"submission_id": "no-uuid"}, "El formulario está dañado"),
    ],
)
def test_bad_input_is_answered_with_422_and_keeps_the_text(
    worker: GuardedClient, agreed_case: Case, provided: ProvidedService, changes: dict[str, Any], sentence: str | None
) -> None:
    fields = {"submission_id": str(new_id()), **fields_for(provided), **changes}
    page = worker.post(new(agreed_case), data=fields)
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert sentence is None or sentence in text
    assert "request" in changes or REQUEST in text
    assert referrals() == []


def test_a_draft_is_saved_written_on_and_sent(worker: GuardedClient, agreed_case: Case, provided: ProvidedService) -> None:
    assert worker.submit(new(agreed_case), **fields_for(provided, do="draft", request="")).status_code == 303
    (draft,) = referrals()
    edit = f"/referrals/{draft.id}/edit"
    assert edit in worker.get(f"/referrals/{draft.id}").get_data(as_text=True)
    text = worker.get(edit).get_data(as_text=True)
    assert re.search(rf'value="{provided.id}"[^>]*checked', text)
    assert worker.submit(edit, version="1", **fields_for(provided, do="draft")).status_code == 303
    late = worker.submit(edit, version="1", **fields_for(provided, do="draft", request="Llegué tarde con estas palabras"))
    assert (late.status_code, "Llegué tarde con estas palabras" in late.text) == (409, True)
    assert worker.submit(edit, version="2", **fields_for(provided)).status_code == 303
    db.session.refresh(draft)
    assert (draft.status, draft.request) == (S.SENT, REQUEST)
    assert worker.get(edit).status_code == 409


def test_a_provider_of_another_country_cannot_be_smuggled_in(worker: GuardedClient, agreed_case: Case) -> None:
    foreign = provider(organisation__country="EC")
    assert worker.submit(new(agreed_case), **fields_for(foreign)).status_code == 422
    assert referrals() == []


@pytest.mark.parametrize(("priority", "first"), [("emergency", ["De noche", "Sin horario", "De día"]), ("normal", ["De día"])])
def test_in_an_emergency_those_that_are_open_now_stand_first_and_can_be_called(
    worker: GuardedClient, case: Case, priority: str, first: list[str]
) -> None:
    not_today = [str((today_in("America/Bogota").isoweekday() + 2) % 7 + 1)]
    closed = provider(organisation__name="De día", open_days=not_today, opens_at=time(8), closes_at=time(9))
    provider(organisation__name="Sin horario", locality="Ocaña", opening_hours="Por las mañanas")
    always = provider(organisation__name="De noche", locality="Ocaña", open_days=list(DAYS), opens_at=time(0), closes_at=time(0))
    db.session.scalars(sa.select(FocalPoint).where(FocalPoint.organisation_id == always.organisation_id)).one().phone = "555 0113"
    db.session.commit()
    page = worker.submit(new(case), do="show", service=str(closed.service_id), priority=priority).text
    shown = page[page.index('id="providers"') : page.index('id="step-3"')]
    assert re.findall("De noche|Sin horario|De día", shown)[: len(first)] == first
    assert "<strong>Abierto de día y de noche</strong>" in shown
    assert "<strong>Cerrado ahora, abre" in shown
    assert "Horario: Por las mañanas" in shown
    assert 'href="tel:5550113"' in shown
    assert "En su oficina es ahora" in shown
