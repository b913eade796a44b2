"""Giving out the content of an attachment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.attachments import policies, queries, storage
from app.attachments.enums import FileFormat, OwnerKind
from app.attachments.models import Attachment
from app.attachments.owners import read_owner
from app.attachments.services.recording import record_on
from app.foundation.actor import Actor
from app.foundation.encryption import open_for
from app.foundation.errors import NotFound, WrongState


@dataclass(frozen=True)
class OpenedFile:
    """A content in the clear. ``number`` is the how-manieth of its file it is."""

    format: FileFormat
    content: bytes
    number: int


def open_attachment(actor: Actor, kind: OwnerKind, owner_id: UUID, attachment_id: UUID) -> OpenedFile:
    """Give a content to be looked at, and record who opened it.

    Raises:
        NotFound: no such attachment in the actor's scope, or its sealed file is missing.
        NotAllowed: the actor reads the file by emergency access.
        WrongState: it was removed, or what it belongs to was erased.
    """
    owner = read_owner(actor, kind, owner_id)
    policies.check_can_open(actor, owner)
    attachment = queries.get_attachment(actor, owner, attachment_id)
    policies.check_is_there(attachment)
    content = open_for(owner.id, attachment.place, _sealed(attachment))
    if content is None:
        raise WrongState(_l("This file was erased. Its attachments cannot be read by anybody any more."))
    record_on(owner, "attachment:opened", actor=actor, fields=[f"attachment:{attachment.id}"])
    return OpenedFile(attachment.format, content, queries.number_of(actor, owner, attachment))


def _sealed(attachment: Attachment) -> bytes:
    try:
        return storage.read(attachment.file_name)
    except FileNotFoundError:
        raise NotFound(
            _l("The content of this attachment is missing on the server. Tell your administrator; a backup may hold it.")
        ) from None
