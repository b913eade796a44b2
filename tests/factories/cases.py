"""Cases and what happens in them, for tests of this room and of those above it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory

from app.accounts.models import Office
from app.cases.enums import CaseKind, CaseStatus, ClosureReason, FollowUpKind, RiskLevel, Unit
from app.cases.models import Case, CaseNote, CaseStatusChange, FollowUp, ServiceDelivery
from app.catalogue.models import Service
from app.foundation.clock import today_in
from app.people.enums import PopulationType, Sex
from app.people.models import Person
from tests.factories.accounts import Factory, OfficeFactory
from tests.factories.catalogue import seeded


class PersonOfACaseFactory(Factory):
    """A registered person with the least that a case needs to know."""

    class Meta:
        model = Person

    code = factory.Sequence(lambda n: f"CAS-P-{n:06}")
    given_names = "María de los Ángeles"
    surname_1 = "Briceño"
    surname_2 = "Rojas"
    sex = Sex.FEMALE
    population_type = PopulationType.IN_DESTINATION
    birth_year = 1992
    office = factory.SubFactory(OfficeFactory)


class CaseFactory(Factory):
    """An open case of its person's office, opened a month ago, without a caseworker."""

    class Meta:
        model = Case

    code = factory.Sequence(lambda n: f"CAS-2026-{n:05}")
    person = factory.SubFactory(PersonOfACaseFactory)
    office = factory.LazyAttribute(lambda case: case.person.office)
    kind = CaseKind.DOCUMENTATION
    status = CaseStatus.OPEN
    risk = RiskLevel.MEDIUM
    goal = "Obtener el permiso por protección temporal"
    opened_on = factory.LazyAttribute(lambda case: today_in(case.office.time_zone) - timedelta(days=30))


class FollowUpFactory(Factory):
    class Meta:
        model = FollowUp

    kind = FollowUpKind.CALL
    case = factory.SubFactory(CaseFactory)
    office_id = factory.LazyAttribute(lambda follow_up: follow_up.case.office_id)


class NoteFactory(Factory):
    class Meta:
        model = CaseNote

    text = "La persona contó que perdió el pasaporte."


class StatusChangeFactory(Factory):
    class Meta:
        model = CaseStatusChange

    step = "open"
    status = CaseStatus.OPEN


class DeliveryOfACaseFactory(Factory):
    class Meta:
        model = ServiceDelivery

    quantity = 1
    unit = Unit.SERVICE


def case_at(office: Office, **fields: Any) -> Case:
    """A case of a new person of this office; fields of the person begin with ``person__``."""
    case: Case = CaseFactory(person__office=office, **fields)
    return case


def closed_case_at(office: Office, *, on: date | None = None, **fields: Any) -> Case:
    day = on or today_in(office.time_zone)
    return case_at(
        office, status=CaseStatus.CLOSED, closed_on=day, closure_reason=ClosureReason.GOAL_MET, attention_on=None, **fields
    )


def held_case_at(office: Office, **fields: Any) -> Case:
    return case_at(office, status=CaseStatus.ON_HOLD, attention_on=None, **fields)


def follow_up_of(case: Case, *, days: int, **fields: Any) -> FollowUp:
    """An open follow-up due in so many days from today at the office, of which the case knows."""
    due_on = today_in(case.office.time_zone) + timedelta(days=days)
    follow_up: FollowUp = FollowUpFactory(case=case, due_on=due_on, **fields)
    case.attention_on = due_on if case.status is CaseStatus.OPEN else None
    FollowUpFactory._meta.sqlalchemy_session_factory().commit()
    return follow_up


def note_of(case: Case, **fields: Any) -> CaseNote:
    day = today_in(case.office.time_zone)
    note: CaseNote = NoteFactory(case_id=case.id, **{"occurred_on": day, **fields})
    return note


def delivery_of(case: Case, service: str, **fields: Any) -> ServiceDelivery:
    """A service of the seeded catalogue, given today."""
    day = today_in(case.office.time_zone)
    delivery: ServiceDelivery = DeliveryOfACaseFactory(
        case_id=case.id,
        person_id=case.person_id,
        office_id=case.office_id,
        service_id=seeded(Service, service).id,
        **{"delivered_on": day, **fields},
    )
    return delivery
