"""A no to everything closes no door but those of sharing and of being contacted."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.cases.enums import FollowUpKind
from app.cases.models import Case, FollowUp
from app.catalogue.enums import CaseKind
from app.catalogue.models import Service
from app.directory.models import ProvidedService
from app.foundation.clock import today_in
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Consent
from tests.attachments import samples
from tests.cases.routes.pages import day_fields, opening
from tests.conftest import SignIn
from tests.factories.catalogue import seeded
from tests.factories.people import ConsentFactory
from tests.guarded_client import GuardedClient
from tests.people.conftest import MARIA

EVERY_NO = {"certified": "y"} | {f"consents-{purpose}": "refused" for purpose in ConsentPurpose}


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def today(office: Office) -> date:
    return today_in(office.time_zone)


@pytest.fixture
def refusing(session: Session, ana: GuardedClient) -> str:
    """The address of somebody who was registered, and refused everything."""
    registered = ana.submit("/people/new", **MARIA, **EVERY_NO)
    assert registered.status_code == 303
    decisions = set(session.scalars(sa.select(Consent.decision)))
    assert decisions == {ConsentDecision.REFUSED}
    address: str = registered.location
    return address


def saved(client: GuardedClient, address: str, **fields: Any) -> str:
    answer = client.submit(address, **fields)
    assert answer.status_code == 303, f"{address} refused: {answer.text[:4000]}"
    location: str = answer.location
    return location


def test_the_file_goes_on_with_family_papers_and_corrections(ana: GuardedClient, refusing: str, office: Office) -> None:
    child = MARIA | {"given_names": "Luis", "birth_known": "age", "stated_age": "9", "relation": "child"}
    saved(ana, f"{refusing}/household/new", **child)
    saved(ana, f"{refusing}/edit", **MARIA | {"phone": "3001234567", "version": "1"})
    photo = {"title": "Pasaporte", "photo": (BytesIO(samples.picture()), "foto.jpg")}
    saved(ana, f"{refusing}/attachments/new", **photo)
    for part in ("", "/consents", "/held", "/sheet", "/sheet/es.pdf"):
        assert ana.get(f"{refusing}{part}").status_code == 200


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_of_aid_is_given(session: Session, ana: GuardedClient, refusing: str, today: date, kind: CaseKind) -> None:
    case = saved(ana, f"{refusing}/cases/new?kind={kind}", **opening(kind, today, caseworker_id=str(ana.user.id)))
    service = {"service_id": str(seeded(Service, "H-ALI").id), "quantity": "1", "value": "", "currency": "COP"}
    saved(ana, f"{case}/services/new", **service, **day_fields("delivered_on", today))
    saved(ana, f"{case}/notes/new", text="Vino con hambre", **day_fields("occurred_on", today))
    saved(ana, f"{case}/follow-ups/new", kind="appointment", purpose="", **day_fields("due_on", today + timedelta(days=3)))
    saved(ana, f"{case}/hold", version="1", reason="Espera al consulado")
    saved(ana, f"{case}/resume", version="2", reason="")
    first = session.scalars(sa.select(FollowUp).order_by(FollowUp.id)).first()
    assert first is not None
    assert first.kind is FollowUpKind.APPOINTMENT, "who does not want to be contacted is awaited at the office"


def test_only_the_sending_is_refused_and_a_draft_is_kept(
    session: Session, ana: GuardedClient, refusing: str, today: date, provided: ProvidedService
) -> None:
    kind = CaseKind.HUMANITARIAN_AID
    case = saved(ana, f"{refusing}/cases/new?kind={kind}", **opening(kind, today, caseworker_id=str(ana.user.id)))
    asked = {
        "service": str(provided.service_id),
        "provided_service": str(provided.id),
        "priority": "normal",
        "request": "Orientación",
        "shared_fields": ["given_names"],
    }
    refused = ana.submit(f"{case}/referrals/new", **asked, do="send")
    assert refused.status_code == 422
    assert 'href="#consent_given"' in refused.text
    saved(ana, f"{case}/referrals/new", **asked, do="draft")
    person_id = session.get_one(Case, UUID(case.rpartition("/")[2])).person_id
    ConsentFactory(person_id=person_id, purpose=ConsentPurpose.REFERRAL_SHARING)
    saved(ana, f"{case}/referrals/new", **asked, do="send")
