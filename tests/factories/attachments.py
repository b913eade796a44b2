"""Attachments with their sealed files, for tests of this room and of the whole house."""

from __future__ import annotations

import hashlib

from app.attachments import storage
from app.attachments.enums import FileFormat
from app.attachments.models import Attachment
from app.cases.models import Case
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import seal_for
from app.foundation.ids import new_id
from app.people.models import Person


def attachment_of(owner: Case | Person, *, title: str = "Pasaporte", content: bytes = b"%PDF-1.7 small") -> Attachment:
    """An attachment of a case or a person, with its file."""
    attachment = Attachment(
        id=new_id(),
        case_id=owner.id if isinstance(owner, Case) else None,
        person_id=owner.id if isinstance(owner, Person) else None,
        owner_id=owner.id,
        title=title,
        format=FileFormat.PDF,
        size=len(content),
        extent=1,
        file_name=storage.new_name(),
        recorded_at=now(),
    )
    sealed = seal_for(owner.id, attachment.place, content)
    attachment.content_digest = hashlib.sha256(sealed).digest()
    db.session.add(attachment)
    db.session.flush()
    storage.write(attachment.file_name, sealed)
    return attachment
