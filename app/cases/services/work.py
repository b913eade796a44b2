"""Notes and services delivered: what was said, seen and given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.cases import policies, queries
from app.cases.enums import CaseStatus, Modality, Unit
from app.cases.kinds import usual_delivery
from app.cases.models import Case, CaseNote, ServiceDelivery
from app.cases.policies import CaseAction
from app.cases.services.file import record_on_case
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people.policies import check_not_erased


@dataclass(frozen=True)
class NewNote:
    """Words about a case; ``occurred_on`` is the day of the conversation."""

    text: str
    occurred_on: date


@dataclass(frozen=True)
class NewDelivery:
    """One service as it was given.

    Attributes:
        unit, modality: as usual for the service unless given.
        value_minor: value handed over, in minor units of ``currency``.
    """

    service_id: UUID
    delivered_on: date
    quantity: int
    unit: Unit | None = None
    modality: Modality | None = None
    value_minor: int | None = None
    currency: str | None = None


def add_note(actor: Actor, case_id: UUID, new: NewNote) -> CaseNote:
    """Write a note into a case, closed ones included.

    Raises:
        NotFound: no such case in the actor's scope.
        RefusedInput: the day cannot be.
    """
    case = queries.get_case(actor, case_id)
    policies.check_can_act(actor, CaseAction.ADD_NOTE, case)
    today = today_in(case.office.time_zone)
    policies.check_day_of_work(new.occurred_on, today=today, opened_on=case.opened_on, field="occurred_on")
    note = CaseNote(
        id=new_id(), case_id=case.id, text=new.text, occurred_on=new.occurred_on, recorded_at=now(), author_id=actor.id
    )
    db.session.add(note)
    record_on_case(actor, "note:added", case, fields=["text", "occurred_on"])
    return note


def deliver_service(actor: Actor, case_id: UUID, new: NewDelivery) -> ServiceDelivery:
    """Record a service given to the case's person; after the closing only what was given before it.

    Raises:
        NotFound: no such case in the actor's scope.
        RefusedInput: the day cannot be, or the catalogue has no such service.
    """
    case = queries.get_case(actor, case_id)
    policies.check_can_act(actor, CaseAction.DELIVER_SERVICE, case)
    check_not_erased(case.person)
    policies.check_day_of_work(
        new.delivered_on,
        today=today_in(case.office.time_zone),
        opened_on=case.opened_on,
        field="delivered_on",
        last_day=case.closed_on if case.status is CaseStatus.CLOSED else None,
    )
    delivery = _delivery(actor, case, new)
    db.session.add(delivery)
    record_on_case(actor, "service:delivered", case, fields=["service", "delivered_on", "quantity", "unit", "modality", "value"])
    return delivery


def _delivery(actor: Actor, case: Case, new: NewDelivery) -> ServiceDelivery:
    service = queries.get_deliverable_service(actor, new.service_id)
    usual = usual_delivery(service.code)
    return ServiceDelivery(
        id=new_id(),
        case_id=case.id,
        person_id=case.person_id,
        office_id=case.office_id,
        service_id=service.id,
        service=service,
        delivered_on=new.delivered_on,
        quantity=new.quantity,
        unit=new.unit or usual.unit,
        modality=new.modality or usual.modality,
        value_minor=new.value_minor,
        currency=new.currency if new.value_minor is not None else None,
        recorded_at=now(),
        recorded_by=actor.id,
    )
