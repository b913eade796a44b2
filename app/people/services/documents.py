"""Identity documents that a person holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.people import policies, queries
from app.people.models import IdentityDocument


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A document as the person shows or describes it; number and date of expiry may be unknown, the date may be past."""

    document_type_id: UUID
    number: str | None = None
    expires_on: date | None = None


def add_document(actor: Actor, person_id: UUID, new: NewDocument) -> IdentityDocument:
    """Add a document to a person's file.

    Raises:
        NotFound: the person lies outside the actor's scope.
        NotAllowed: the role does not change files.
        RefusedInput: the catalogue has no such type in force.
    """
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    document_type = db.session.get(DocumentType, new.document_type_id)
    if document_type is None or not document_type.is_valid_on(today_in(actor.time_zone)):
        raise RefusedInput(_l("The catalogue has no such document in force. Choose one of the list"), field="document_type")
    document = IdentityDocument(
        person_id=person.id,
        document_type=document_type,
        number=new.number,
        expires_on=new.expires_on,
        recorded_by=actor.id,
    )
    db.session.add(document)
    db.session.flush()
    audit.record(actor, "document:added", subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
    return document
