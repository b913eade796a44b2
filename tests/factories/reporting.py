"""People with services delivered to them, as reports count them. The catalogue's seeds are in every test database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import factory

from app.accounts.models import Office
from app.cases.enums import CaseKind, CaseStatus, Modality, Unit
from app.cases.models import Case, CaseStatusChange, ServiceDelivery
from app.catalogue.models import Service
from app.foundation.actor import ActorKind
from app.people.enums import ConsentDecision, ConsentPurpose, PopulationType, Sex
from app.people.models import Consent, Person
from app.referrals.enums import ReferralStatus
from app.referrals.models import ReferralStatusChange
from app.reporting.enums import ReportStatus
from app.reporting.models import DonorReport
from app.reporting.quarter import Quarter
from tests.factories.accounts import Factory, OfficeFactory
from tests.factories.catalogue import seeded
from tests.factories.directory import FocalPointFactory, OrganisationFactory, ProvidedServiceFactory
from tests.factories.people import ConsentFactory
from tests.factories.referrals import sent_referral_of

QUARTER = Quarter(2026, 3)
IN_THE_QUARTER = date(2026, 8, 10)


class AssistedPersonFactory(Factory):
    class Meta:
        model = Person

    code = factory.Sequence(lambda n: f"TST-P-{n:06}")
    given_names = "María"
    surname_1 = "Briceño"
    sex = Sex.FEMALE
    population_type = PopulationType.IN_DESTINATION
    office_id = factory.LazyFunction(lambda: OfficeFactory().id)


class ServedCaseFactory(Factory):
    class Meta:
        model = Case

    code = factory.Sequence(lambda n: f"TST-2026-{n:05}")
    kind = CaseKind.HUMANITARIAN_AID
    goal = "Comer cada día"
    opened_on = date(2026, 7, 15)
    intake: dict[str, Any] = {}


class DonorReportFactory(Factory):
    class Meta:
        model = DonorReport

    code = factory.Sequence(lambda n: f"2026-T3-CO-{n + 50:02}")
    country = "CO"
    period_start = QUARTER.start
    period_end = QUARTER.end
    status = ReportStatus.REQUESTED


def person_at(office: Office, **fields: Any) -> Person:
    person: Person = AssistedPersonFactory(office_id=office.id, **fields)
    return person


def case_of(person: Person, *, kind: CaseKind = CaseKind.HUMANITARIAN_AID, office_id: UUID | None = None, **fields: Any) -> Case:
    case: Case = ServedCaseFactory(person_id=person.id, kind=kind, office_id=office_id or person.office_id, **fields)
    return case


def deliver(case: Case, service: str, *, on: date = IN_THE_QUARTER, unit: Unit = Unit.SERVICE, **fields: Any) -> ServiceDelivery:
    """Write that the case's person was given a service of the seeded catalogue."""
    delivery: ServiceDelivery = DeliveryFactory(
        case_id=case.id,
        person_id=case.person_id,
        office_id=case.office_id,
        service_id=seeded(Service, service).id,
        delivered_on=on,
        unit=unit,
        **fields,
    )
    return delivery


def serve(office: Office, service: str = "H-ALI", *, on: date = IN_THE_QUARTER, **fields: Any) -> Person:
    """A new person of an office with one service in one case."""
    person = person_at(office, **fields)
    deliver(case_of(person), service, on=on)
    return person


class DeliveryFactory(Factory):
    class Meta:
        model = ServiceDelivery

    quantity = 1
    modality = Modality.SERVICE


class StepFactory(Factory):
    class Meta:
        model = CaseStatusChange


def step(case: Case, name: str, status: CaseStatus, on: date) -> None:
    """One line of a case's history, as the services of cases write it."""
    StepFactory(case_id=case.id, step=name, status=status, effective_on=on)


def decide(person: Person, decision: ConsentDecision, *, at: datetime | None = None, **fields: Any) -> Consent:
    """One answer of a person about being counted; just now unless ``at`` says otherwise."""
    moment = {} if at is None else {"decided_at": at}
    answer = {"purpose": ConsentPurpose.STATISTICS, "decision": decision, **moment, **fields}
    consent: Consent = ConsentFactory(person_id=person.id, **answer)
    return consent


class ReferralStepFactory(Factory):
    class Meta:
        model = ReferralStatusChange

    actor_kind = ActorKind.PARTNER_LINK


def refer(case: Case, *steps: tuple[str, ReferralStatus]) -> None:
    """A referral of the case through the partner's steps, each in the quarter."""
    organisation = OrganisationFactory()
    FocalPointFactory(organisation=organisation)
    referral = sent_referral_of(case, steps[-1][1], provided_service=ProvidedServiceFactory(organisation=organisation))
    for name, status in steps:
        changed_at = datetime.combine(IN_THE_QUARTER, datetime.min.time(), UTC)
        ReferralStepFactory(referral_id=referral.id, case_id=referral.case_id, step=name, status=status, changed_at=changed_at)
