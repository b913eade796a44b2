"""How this room tells a person which files are attached, and how it erases them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from app.attachments import jobs, queries
from app.attachments.enums import RemovalReason
from app.attachments.labels import FORMAT_LABELS
from app.attachments.models import Attachment
from app.attachments.owners import Owner
from app.attachments.presenters import size_in_words
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.held_data import Fate, HeldRecord, fact
from app.foundation.jobs import enqueue
from app.web.filters import instant

FATES: Mapping[str, Fate] = {
    "attachment.title_sealed": Fate.EMPTIED,
    "attachment.content_digest": Fate.DERIVED,
}
"""Every column of this room of class P2 or higher; a test asks that none is missing. The sealed files are deleted."""


def held_about(actor: Actor, owner: Owner) -> list[HeldRecord]:
    """The attachments of one file with what they show, in the reader's language; copies are given from the file itself."""
    return [_attachment(one, actor) for one in queries.list_of(actor, owner)]


def count_attachments(owner_ids: Collection[UUID]) -> int:
    """How many are there, whoever may see them."""
    present = sa.and_(Attachment.owner_id.in_(owner_ids), Attachment.removed_at.is_(None))
    return db.session.scalar(sa.select(sa.func.count()).where(present)) or 0


def erase_attachments(actor: Actor, owner_ids: Collection[UUID], reason: RemovalReason) -> int:
    """Take the titles off all attachments of these files and have their sealed content deleted; how many there are."""
    of_files = sa.and_(Attachment.owner_id.in_(owner_ids), Attachment.removed_at.is_(None))
    gone = {"title_sealed": None, "removed_at": now(), "removal_reason": reason}
    erased = db.session.scalars(sa.update(Attachment).where(of_files).values(gone).returning(Attachment.id)).all()
    for attachment_id in erased:
        enqueue(jobs.SHRED_REMOVED, actor=actor, attachment_id=attachment_id)
    return len(erased)


def _attachment(attachment: Attachment, actor: Actor) -> HeldRecord:
    removed = instant(attachment.removed_at, actor.time_zone) if attachment.removed_at else None
    return HeldRecord(
        _("Attached file of %(when)s", when=instant(attachment.recorded_at, actor.time_zone)),
        [
            fact("attachment.title_sealed", _("What it shows"), attachment.title),
            fact("attachment.format", _("Kind"), FORMAT_LABELS[attachment.format]),
            fact("attachment.size", _("Size"), size_in_words(attachment.size)),
            fact("attachment.removed_at", _("Removed"), removed),
        ],
    )
