"""Every route that names a record of an office answers 404 to colleagues of another office, whichever way they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.accounts.models import Office
from app.accounts.permissions import PERMISSIONS_OF, Role
from app.audit.models import AuditEvent
from app.cases.models import Case
from app.catalogue.models import DocumentType, SpecificNeed
from app.people.models import HouseholdEvent, Person
from app.referrals.enums import ReferralStatus
from tests.architecture.test_doors import HTTP_VERBS, permission_of
from tests.conftest import SignIn
from tests.factories.accounts import AlertFactory, GrantFactory, TeamFactory, UserFactory
from tests.factories.attachments import attachment_of
from tests.factories.cases import case_at, follow_up_of
from tests.factories.catalogue import seeded
from tests.factories.data_protection import ErasureRequestFactory, RetentionHoldFactory
from tests.factories.directory import FocalPointFactory, OrganisationFactory, ProvidedServiceFactory
from tests.factories.emergency import use_of_file
from tests.factories.imports import import_with_rows
from tests.factories.people import (
    AlternateContactFactory,
    ConsentFactory,
    IdentityDocumentFactory,
    NeedFactory,
    PersonFactory,
    SituationFactory,
    StayFactory,
    household_of,
    merge_of,
    question_to,
)
from tests.factories.referrals import sent_referral_of
from tests.factories.reporting import DonorReportFactory
from tests.guarded_client import GuardedClient

Records = Mapping[str, UUID]
DRAFTS_ONLY = {"referrals.edit_draft"}
"""Routes that refuse the referral of these tests to its own office too, as it was sent."""
OF_ONE_PERSON = {"session_id", "held_form_id", "passkey_id", "draft_id"}
"""Belong to nobody's office: the tests of sessions, late forms, passkeys and drafts in accounts ask for them as somebody else."""


@pytest.fixture
def records(session: Session, office: Office) -> Records:
    """One record of each kind that belongs to the office or its country, by the name that routes give it."""
    case = case_at(office)
    organisation = OrganisationFactory(country=office.country)
    colleague = UserFactory(office=office)
    grant = GrantFactory(user=colleague, role=Role.CASEWORKER, office=office)
    person, other = case.person, PersonFactory(office=office)
    household, beside = household_of(person, PersonFactory(office=office)), household_of(other)
    act_id = session.scalars(sa.select(HouseholdEvent.act_id).where(HouseholdEvent.person_id == person.id)).one()
    return {
        "household_id": household.id,
        "other_household_id": beside.id,
        "merge_id": merge_of(person, PersonFactory(office=office)).id,
        "act_id": act_id,
        "document_id": IdentityDocumentFactory(person_id=person.id, document_type_id=seeded(DocumentType, "VE-PAS").id).id,
        "stay_id": StayFactory(person_id=person.id).id,
        "situation_id": SituationFactory(person_id=person.id).id,
        "need_id": NeedFactory(person_id=person.id, need_id=seeded(SpecificNeed, "SM-CI").id).id,
        "contact_id": AlternateContactFactory(person_id=person.id).id,
        "person_id": case.person_id,
        "other_id": PersonFactory(office=office).id,
        "question_id": question_to(office, case.person).id,
        "case_id": case.id,
        "follow_up_id": follow_up_of(case, days=1).id,
        "case_attachment_id": attachment_of(case).id,
        "person_attachment_id": attachment_of(case.person).id,
        "consent_id": ConsentFactory(person_id=case.person_id).id,
        "referral_id": sent_referral_of(case, ReferralStatus.ACCEPTED).id,
        "organisation_id": organisation.id,
        "provided_service_id": ProvidedServiceFactory(organisation=organisation).id,
        "focal_point_id": FocalPointFactory(organisation=organisation).id,
        "report_id": DonorReportFactory(country=office.country).id,
        "use_id": use_of_file(session.get_one(Person, case.person_id)).id,
        "user_id": colleague.id,
        "grant_id": grant.id,
        "office_id": office.id,
        "request_id": ErasureRequestFactory(person=case.person).id,
        "hold_id": RetentionHoldFactory(person=case.person).id,
        "alert_id": AlertFactory(actor_id=colleague.id, office_id=office.id).id,
        "team_id": TeamFactory(office=office).id,
        "import_id": import_with_rows(office).id,
    }


def record_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if any(name.endswith("_id") for name in rule.arguments - OF_ONE_PERSON)]


def role_for(app: Flask, rule: Rule) -> Role:
    """A role to which the door opens, so that only the record's office can refuse."""
    permission = permission_of(app, rule)
    return next(role for role in Role if permission in PERMISSIONS_OF[role])


def requests_to(app: Flask, records: Records) -> Iterator[tuple[Rule, str, str]]:
    """Every route with a record, by each of its methods, and its address."""
    others = {"language": "es", "file_format": "pdf", "table_format": "csv", "show": "possible"}
    for rule in record_rules(app):
        with app.test_request_context():
            address = rule.build({name: {**records, **others}[name] for name in rule.arguments})[1]  # type: ignore[index]
        for method in sorted(HTTP_VERBS & (rule.methods or set())):
            yield rule, method, address


@pytest.fixture
def ask(app: Flask, sign_in: SignIn) -> Callable[[Rule, str, str, Office], Any]:
    """Send a request as a colleague of an office whose role opens the door."""
    clients: dict[tuple[Role, UUID], GuardedClient] = {}

    def send(rule: Rule, method: str, address: str, place: Office) -> Any:
        role = role_for(app, rule)
        client = clients.setdefault((role, place.id), clients.get((role, place.id)) or sign_in(role, at=place))
        if method == "GET":
            return client.get(address)
        return client.submit(address, version="1", text="Nota", reason="Motivo", step="confirm", relation="child", do="send")

    return send


def test_each_record_in_an_address_is_one_that_these_tests_know(app: Flask, records: Records) -> None:
    named = {name for rule in record_rules(app) for name in rule.arguments if name.endswith("_id")}
    assert named == set(records)


def test_no_route_opens_or_changes_a_record_of_another_office(
    app: Flask, session: Session, records: Records, other_office: Office, ask: Callable[..., Any]
) -> None:
    case = session.get_one(Case, records["case_id"])
    goal = case.goal
    answers = {}
    for rule, method, address in requests_to(app, records):
        answer = ask(rule, method, address, other_office)
        answers[f"{method} {rule.rule}"] = answer.status_code
        assert "Briceño" not in answer.text
        assert goal not in answer.text
    assert {request: status for request, status in answers.items() if status != 404} == {}
    about_the_records = sa.select(AuditEvent.action).where(
        AuditEvent.subject_id.in_(records.values()), AuditEvent.actor_id.is_not(None)
    )
    assert set(session.scalars(about_the_records)) == {"access:refused"}
    refusals = sa.select(sa.func.count()).where(AuditEvent.action == "access:refused", AuditEvent.office_id == other_office.id)
    assert session.scalar(refusals) == len(answers), "each refusal is written down once"


def test_the_same_requests_reach_the_records_from_their_own_office(
    app: Flask, session: Session, records: Records, office: Office, ask: Callable[..., Any]
) -> None:
    """The control of the test above: its 404 came from the office, not from an address that leads nowhere."""
    lost = [
        f"{method} {rule.rule}"
        for rule, method, address in requests_to(app, records)
        if method == "GET" and rule.endpoint not in DRAFTS_ONLY and ask(rule, method, address, office).status_code == 404
    ]
    assert lost == ["GET /reports/<uuid:report_id>/<language>.<file_format>"], "the report of this test has no files"
