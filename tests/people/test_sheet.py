"""What stands on the sheet that a person takes along."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask

from app.accounts.models import Office
from app.foundation.actor import Actor
from app.people import presenters, queries
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentPurpose
from app.people.models import Person
from app.people.sheets import SheetPart
from tests.factories.people import ConsentFactory
from tests.people.test_signatures import DRAWN

TODAY = date(2026, 11, 22)
SECRETS = ("Rosa Elena", "Guerrero", "Pinto", "1992")


@pytest.fixture
def said(office: Office, person: Person) -> None:
    office.phone, office.address = "+57 607 555 0100", "Calle 10 # 4-20"
    ConsentFactory(person_id=person.id, purpose=ConsentPurpose.CONTACT, decision=ConsentDecision.REFUSED)
    ConsentFactory(person_id=person.id, evidence=ConsentEvidence.DRAWN, signature=DRAWN)
    ConsentFactory(person_id=person.id, purpose=ConsentPurpose.REFERRAL_SHARING, valid_until=date(2026, 11, 21))


def words(sheet: object) -> str:
    return json.dumps(sheet, ensure_ascii=False)


@pytest.mark.usefixtures("said")
def test_only_what_is_in_force_is_said_and_no_name(app: Flask, caseworker: Actor, person: Person) -> None:
    work = [SheetPart("Sus casos", ["CUC-2026-00412: Documentación"]), SheetPart("Qué traer", [])]
    sheet = presenters.full_sheet(person, queries.list_consents(caseworker, person), work, TODAY)
    titles = [part["title"] for part in sheet["parts"]]
    assert titles == ["Sus casos", "Lo que usted nos permitió", "Si cambia de opinión", "Sus derechos aquí"]
    assert sheet["parts"][1]["lines"] == ["Guardamos lo que nos cuenta en una ficha protegida."]
    assert "Teléfono: +57 607 555 0100" in sheet["reach"]
    assert DRAWN in sheet["signature"]
    assert [secret for secret in SECRETS if secret in words(sheet)] == []


@pytest.mark.usefixtures("said")
def test_the_neutral_sheet_tells_nobody_what_the_person_asked_for(app: Flask, person: Person) -> None:
    sheet = presenters.neutral_sheet(person)
    assert [secret for secret in (*SECRETS, "caso", "permit", DRAWN) if secret in words(sheet)] == []
    assert sheet["reach"][0] == person.office.name
    assert presenters.write_sheet(sheet, language="es", made_at=person.registered_at).startswith(b"%PDF")


def test_who_allowed_nothing_reads_that_help_does_not_depend_on_it(app: Flask, person: Person) -> None:
    sheet = presenters.full_sheet(person, [], [], TODAY)
    assert sheet["parts"][0]["lines"] == ["Nada hasta ahora. Nuestra ayuda no depende de eso."]
    assert sheet["signature"] is None
