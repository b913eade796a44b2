"""Identity documents that a person holds, held, or cannot obtain."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.people import policies, queries
from app.people.corrections import text_of
from app.people.enums import DocumentState, ObstacleToDocument
from app.people.models import IdentityDocument, PersonChange


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What is known of a document; number and dates may be unknown, the date of expiry may be past.

    Attributes:
        obstacle: only where it cannot be obtained.
    """

    number: str | None = None
    state: DocumentState = DocumentState.HELD
    obstacle: ObstacleToDocument | None = None
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewDocument(DocumentFacts):
    """A document as the person shows or describes it."""

    document_type_id: UUID


def add_document(actor: Actor, person_id: UUID, new: NewDocument) -> IdentityDocument:
    """Add a document to a person's file.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role does not change files.
        RefusedInput: the catalogue has no such type in force, or the dates cannot be.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    document_type = db.session.get(DocumentType, new.document_type_id)
    if document_type is None or not document_type.is_valid_on(today_in(actor.time_zone)):
        raise RefusedInput(_l("The catalogue has no such document in force. Choose one of the list"), field="document_type")
    document = IdentityDocument(person_id=person.id, document_type=document_type, recorded_by=actor.id)
    _write(document, _checked(actor, new))
    db.session.add(document)
    db.session.flush()
    audit.record(actor, "document:added", subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
    return document


def change_document(actor: Actor, person_id: UUID, document_id: UUID, known: DocumentFacts) -> IdentityDocument:
    """Replace what is known of a document; what it said before stays among the corrections of the file.

    Raises:
        NotFound: the person lies outside the actor's scope, or has no such document.
        NotAllowed: the role does not change files.
        RefusedInput: the dates cannot be.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    document = queries.get_document(actor, person, document_id, for_update=True)
    before, after = facts_of_document(document), _checked(actor, known)
    names = [field.name for field in fields(DocumentFacts) if getattr(before, field.name) != getattr(after, field.name)]
    for name in names:
        values = {"before": getattr(before, name), "after": getattr(after, name)}
        kept = {which: text_of(f"document_{name}", value) for which, value in values.items()}
        db.session.add(PersonChange(person_id=person.id, field=f"document_{name}", changed_by=actor.id, changed_at=now(), **kept))
    _write(document, after)
    if names:
        audit.record(
            actor,
            "document:changed",
            subject_type="person",
            subject_id=person.id,
            office_id=person.audit_office_id,
            fields=names,
        )
    return document


def facts_of_document(document: IdentityDocument) -> DocumentFacts:
    return DocumentFacts(**{field.name: getattr(document, field.name) for field in fields(DocumentFacts)})


def _checked(actor: Actor, known: DocumentFacts) -> DocumentFacts:
    policies.check_document_dates(known.issued_on, known.expires_on, today=today_in(actor.time_zone))
    return known if known.state is DocumentState.CANNOT_OBTAIN else replace(known, obstacle=None)


def _write(document: IdentityDocument, known: DocumentFacts) -> None:
    for field in fields(DocumentFacts):
        setattr(document, field.name, getattr(known, field.name))
