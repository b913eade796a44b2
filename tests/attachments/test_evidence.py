"""The paper or the recording of a sitting about consent lies in the person's file, and the ledger knows it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.attachments.models import Attachment
from app.people.enums import ConsentEvidence
from app.people.models import Consent, Person
from tests.attachments import samples, sounds
from tests.conftest import SignIn
from tests.factories.cases import case_at
from tests.factories.people import ConsentFactory, PersonFactory
from tests.guarded_client import GuardedClient


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def person(session: Session, office: Office) -> Person:
    registered: Person = PersonFactory(office=office)
    session.commit()
    return registered


@pytest.fixture
def signed(session: Session, person: Person) -> Consent:
    consent: Consent = ConsentFactory(person_id=person.id, evidence=ConsentEvidence.SIGNED)
    session.commit()
    return consent


def attach(client: GuardedClient, consent: Consent, **file: Any) -> Any:
    address = f"/people/{consent.person_id}/consents/{consent.id}/evidence"
    return client.submit(address, title="Consentimiento firmado", **file)


def photo() -> dict[str, Any]:
    return {"photo": (BytesIO(samples.picture()), "papel.jpg")}


def test_the_ledger_says_when_the_paper_is_missing_and_leads_to_it_once_it_is_there(
    session: Session, ana: GuardedClient, signed: Consent
) -> None:
    ledger = f"/people/{signed.person_id}/consents"
    assert "Falta la foto del papel" in ana.get(ledger).text
    assert attach(ana, signed, **photo()).status_code == 303
    one = session.scalars(sa.select(Attachment)).one()
    assert one.consent_id == signed.id
    assert "Falta la foto del papel" not in ana.get(ledger).text
    assert f'href="/people/{signed.person_id}/attachments/{one.id}"' in ana.get(ledger).text


def test_one_paper_serves_all_answers_of_its_sitting(session: Session, ana: GuardedClient, signed: Consent) -> None:
    second = ConsentFactory(person_id=signed.person_id, purpose="contact", evidence=ConsentEvidence.SIGNED, sitting_id=signed.id)
    session.commit()
    attach(ana, second, **photo())
    assert session.scalars(sa.select(Attachment.consent_id)).one() == signed.id
    assert "Falta la foto del papel" not in ana.get(f"/people/{signed.person_id}/consents").text


@pytest.fixture
def recorded(session: Session, person: Person) -> Consent:
    consent: Consent = ConsentFactory(person_id=person.id, evidence=ConsentEvidence.AUDIO)
    session.commit()
    return consent


def test_the_page_asks_for_what_bears_it_out(ana: GuardedClient, signed: Consent, recorded: Consent) -> None:
    paper, voice = (ana.get(f"/people/{one.person_id}/consents/{one.id}/evidence").text for one in (signed, recorded))
    assert "Adjuntar la foto del papel" in paper
    assert ('name="photo"' in paper, 'name="recording"' in paper, "pasaporte" in paper) == (True, False, False)
    assert "Adjuntar la grabación" in voice
    assert ('name="photo"' in voice, 'name="recording"' in voice, "pasaporte" in voice) == (False, True, False)


def test_a_recording_that_is_missing_is_asked_for_in_its_own_words(ana: GuardedClient, recorded: Consent) -> None:
    refused = attach(ana, recorded)
    assert refused.status_code == 422
    assert "Grabe lo que se dice o elija una grabación" in refused.text


@pytest.mark.parametrize(("make", "name"), [(sounds.ogg, "voz.ogg"), (sounds.mp3, "voz.mp3"), (sounds.m4a, "voz.m4a")])
def test_a_recording_is_kept_clean_and_given_out_under_a_name_that_tells_nothing(
    session: Session, ana: GuardedClient, recorded: Consent, make: Any, name: str
) -> None:
    assert attach(ana, recorded, recording=(BytesIO(make()), name)).status_code == 303
    one = session.scalars(sa.select(Attachment)).one()
    given = ana.get(f"/people/{recorded.person_id}/attachments/{one.id}")
    assert sounds.TAG not in given.data
    assert given.mimetype.startswith("audio/")
    assert given.headers["Content-Disposition"] == f'attachment; filename="archivo-1.{name[-3:]}"'
    assert "3 segundos" in ana.get(f"/people/{recorded.person_id}/attachments").text


def test_a_consent_of_somebody_else_takes_no_evidence(
    session: Session, ana: GuardedClient, signed: Consent, office: Office
) -> None:
    other = PersonFactory(office=office)
    session.commit()
    address = f"/people/{other.id}/consents/{signed.id}/evidence"
    assert ana.get(address).status_code == 404
    assert ana.submit(address, title="x", **photo()).status_code == 404
    assert session.scalars(sa.select(Attachment)).all() == []


def test_two_files_at_once_are_refused(ana: GuardedClient, signed: Consent) -> None:
    both = attach(ana, signed, **photo(), file=(BytesIO(samples.picture()), "reverso.jpg"))
    assert both.status_code == 422


def test_evidence_lies_in_no_case(session: Session, signed: Consent, office: Office) -> None:
    from tests.factories.attachments import attachment_of

    one = attachment_of(case_at(office))
    session.flush()
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Attachment).where(Attachment.id == one.id).values(consent_id=signed.id))
