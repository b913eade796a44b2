"""Removing an attachment: the row keeps who, when and why; title and content go."""

from __future__ import annotations

from uuid import UUID

from app.attachments import jobs, policies, queries
from app.attachments.enums import OwnerKind, RemovalReason
from app.attachments.owners import get_owner
from app.attachments.services.recording import record_on
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.jobs import enqueue


def remove_attachment(actor: Actor, kind: OwnerKind, owner_id: UUID, attachment_id: UUID, *, reason: RemovalReason) -> None:
    """Remove an attachment. Its sealed file is deleted once this is committed, by a job.

    Raises:
        NotFound: no such attachment in the actor's scope.
        NotAllowed: the role does not change files.
        WrongState: it was removed before.
    """
    owner = get_owner(actor, kind, owner_id)
    policies.check_can_change(actor, owner)
    attachment = queries.get_attachment(actor, owner, attachment_id, for_update=True)
    policies.check_is_there(attachment)
    attachment.title = None
    attachment.removed_at, attachment.removed_by, attachment.removal_reason = now(), actor.id, reason
    record_on(owner, "attachment:removed", actor=actor, fields=[f"attachment:{attachment.id}", reason.value])
    enqueue(jobs.SHRED_REMOVED, actor=actor, attachment_id=attachment.id)
