"""Whom to turn to when a person is not reached."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.people import policies, queries
from app.people.enums import CareRelation
from app.people.models import AlternateContact, Person
from app.people.phones import normalised


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """Somebody through whom a person can be reached.

    Attributes:
        notes: hours and what to take care of.
        may_be_told: whether they may learn that we are looking for the person.
    """

    name: str
    relation: CareRelation
    may_be_told: bool
    phone: str | None = None
    notes: str | None = None


def add_contact(actor: Actor, person_id: UUID, new: NewContact) -> AlternateContact:
    """Write down somebody through whom a person can be reached.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role reads the file without changing it.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    contact = AlternateContact(
        person_id=person.id,
        name=new.name,
        relation=new.relation,
        phone=normalised(new.phone, country=actor.country),
        notes=new.notes,
        may_be_told=new.may_be_told,
        recorded_by=actor.id,
    )
    db.session.add(contact)
    db.session.flush()
    _record(actor, "contact:added", person)
    return contact


def end_contact(actor: Actor, person_id: UUID, contact_id: UUID) -> None:
    """A contact no longer holds: what was written of them is emptied, and that there was one stays.

    Raises:
        NotFound: the person lies outside the actor's scope, or has no such contact any more.
        NotAllowed: the role reads the file without changing it.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    contact = queries.get_contact(actor, person, contact_id, for_update=True)
    contact.name = contact.phone = contact.notes = None
    contact.relation = CareRelation.UNKNOWN
    contact.ended_at, contact.ended_by = now(), actor.id
    _record(actor, "contact:ended", person)


def _record(actor: Actor, action: str, person: Person) -> None:
    audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
