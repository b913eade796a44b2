"""Referrals at each state of their life, with all that stands around them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory

from app.accounts.models import Office
from app.cases.models import Case
from app.directory.models import ProvidedService
from app.directory.queries import focal_point_of
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentPurpose, DataCategory
from app.people.models import Consent, PersonNationality
from app.people.policies import USUAL_RECIPIENT
from app.referrals.enums import DeclineReason, MailState, Priority, ReferralStatus, SharedField
from app.referrals.models import PartnerLink, Referral, ReferralMail
from tests.factories.accounts import Factory, UserFactory
from tests.factories.cases import case_at
from tests.factories.directory import FocalPointFactory, ProvidedServiceFactory

GIVEN_NAMES = "Zoraida Inmaculada"
SURNAMES = ("Quintanilla", "Echeverri")
PHONE = "+573001112233"
SAFE_CONTACT = "sólo WhatsApp por las mañanas"
LOCALITY = "Barrio Aeropuerto"
CANARIES = (GIVEN_NAMES, *SURNAMES, PHONE, SAFE_CONTACT, LOCALITY)
"""What a person's file holds: none of it may stand where it was not chosen."""


class ConsentFactory(Factory):
    """A yes to sharing data with service providers, said aloud."""

    class Meta:
        model = Consent

    purpose = ConsentPurpose.REFERRAL_SHARING
    decision = ConsentDecision.GIVEN
    recipient = factory.LazyAttribute(lambda consent: USUAL_RECIPIENT[consent.purpose])
    categories = factory.LazyFunction(lambda: [category.value for category in DataCategory])
    evidence = ConsentEvidence.VERBAL
    language = "es"
    id = factory.LazyFunction(new_id)
    sitting_id = factory.SelfAttribute("id")


class ReferralFactory(Factory):
    """A draft to a provider of the office's country."""

    class Meta:
        model = Referral

    code = factory.Sequence(lambda n: f"TST-R-{n:06}")
    priority = Priority.NORMAL
    status = ReferralStatus.DRAFT
    request = "Orientación sobre el permiso, antes del viernes."
    shared_fields = factory.LazyFunction(lambda: [SharedField.GIVEN_NAMES.value, SharedField.AGE.value])


class PartnerLinkFactory(Factory):
    """A link that opens for a month."""

    class Meta:
        model = PartnerLink

    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=30))


class ReferralMailFactory(Factory):
    """A mail that is about to leave."""

    class Meta:
        model = ReferralMail

    recipient = "referencias@example.org"
    state = MailState.WAITING


def case_of_a_person(office: Office, **fields: Any) -> Case:
    """An open case of somebody whose file holds the canaries."""
    case = case_at(
        office,
        person__given_names=GIVEN_NAMES,
        person__surname_1=SURNAMES[0],
        person__surname_2=SURNAMES[1],
        person__phone=PHONE,
        person__safe_contact=SAFE_CONTACT,
        person__locality=LOCALITY,
        **fields,
    )
    db.session.add(PersonNationality(person_id=case.person_id, country="VEN"))
    db.session.commit()
    return case


def agree(case: Case, decision: ConsentDecision = ConsentDecision.GIVEN) -> Consent:
    """What the case's person said about sharing with service providers."""
    consent: Consent = ConsentFactory(person_id=case.person_id, decision=decision)
    return consent


def provider(**fields: Any) -> ProvidedService:
    """A service with somebody who answers; fields of the organisation begin with ``organisation__``."""
    provided: ProvidedService = ProvidedServiceFactory(**fields)
    FocalPointFactory(organisation=provided.organisation)
    return provided


def draft_of(case: Case, **fields: Any) -> Referral:
    """A draft of a case, by default to a new provider of the country of its office."""
    office = db.session.get_one(Office, case.office_id)
    provided = fields.pop("provided_service", None) or provider(organisation__country=office.country)
    focal_point = focal_point_of(provided.organisation_id)
    referral: Referral = ReferralFactory(case=case, office=office, provided_service=provided, focal_point=focal_point, **fields)
    return referral


def sent_referral_of(case: Case, status: ReferralStatus = ReferralStatus.SENT, **fields: Any) -> Referral:
    """A referral that was sent yesterday and stands in ``status``, with all that this status asks for."""
    sent_at = fields.pop("sent_at", now() - timedelta(days=1))
    asked = {
        "consent_id": agree(case).id,
        "sent_at": sent_at,
        "sender": UserFactory(office=db.session.get_one(Office, case.office_id), name="Ana Peñaranda"),
        "answer_due_at": sent_at + timedelta(days=14),
        "decline_reason": DeclineReason.NO_CAPACITY if status == ReferralStatus.DECLINED else None,
    }
    return draft_of(case, status=status, **{**asked, **fields})


def referral_in(case: Case, status: ReferralStatus) -> Referral:
    """A referral of the case in any status."""
    return draft_of(case) if status == ReferralStatus.DRAFT else sent_referral_of(case, status)


def link_to(referral: Referral, **fields: Any) -> PartnerLink:
    link: PartnerLink = PartnerLinkFactory(referral=referral, **fields)
    return link
