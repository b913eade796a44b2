"""A new attachment: its row, and its content sealed under the key of the file it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from app.attachments import policies, queries, storage
from app.attachments.cleaning import Cleaned
from app.attachments.enums import Fault, OwnerKind
from app.attachments.models import Attachment
from app.attachments.owners import Owner, get_owner, lock_owner
from app.attachments.services.recording import record_on
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import seal_for
from app.foundation.ids import new_id
from app.people import queries as people


@dataclass(frozen=True)
class NewAttachment:
    """A cleaned file and what it shows, in words.

    Attributes:
        consent_id: any consent of the sitting that it evidences.
    """

    title: str
    file: Cleaned
    consent_id: UUID | None = None


def add_attachment(actor: Actor, kind: OwnerKind, owner_id: UUID, new: NewAttachment) -> Attachment:
    """Attach a file. Its content is on the disk before the transaction can commit.

    Raises:
        NotFound: no such person or case in the actor's scope.
        NotAllowed: the role does not change files.
        RefusedInput: the file holds as many attachments as it may.
        WrongState: the person or case was erased.
    """
    owner = lock_owner(actor, kind, owner_id)
    policies.check_can_change(actor, owner)
    policies.check_has_room(queries.count_of(actor, owner))
    attachment = _row(actor, owner, new)
    attachment.consent_id = _sitting(actor, owner, new.consent_id) if new.consent_id else None
    sealed = seal_for(owner.id, attachment.place, new.file.content)
    attachment.content_digest = hashlib.sha256(sealed).digest()
    db.session.add(attachment)
    record_on(owner, "attachment:added", actor=actor, fields=["title", "content"])
    db.session.flush()
    storage.write(attachment.file_name, sealed)
    return attachment


def record_refusal(actor: Actor, kind: OwnerKind, owner_id: UUID, fault: Fault) -> None:
    """Record that a file was refused, and why; of the file itself nothing is kept."""
    owner = get_owner(actor, kind, owner_id)
    policies.check_can_change(actor, owner)
    record_on(owner, "attachment:refused", actor=actor, fields=[fault.value])


def _sitting(actor: Actor, owner: Owner, consent_id: UUID) -> UUID:
    """Where the paper or the recording of a sitting is kept: at its first consent, in the file of the same person."""
    return people.get_consent(actor, people.get_person(actor, owner.id), consent_id).sitting_id


def _row(actor: Actor, owner: Owner, new: NewAttachment) -> Attachment:
    return Attachment(
        id=new_id(),
        person_id=owner.id if owner.kind is OwnerKind.PERSON else None,
        case_id=owner.id if owner.kind is OwnerKind.CASE else None,
        owner_id=owner.id,
        title=new.title,
        format=new.file.format,
        size=len(new.file.content),
        extent=new.file.extent,
        file_name=storage.new_name(),
        recorded_by=actor.id,
        recorded_at=now(),
    )
