"""Deleting sealed files: of removed attachments, and of savings that died before they were committed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from app.attachments import queries, storage
from app.attachments.models import Attachment
from app.foundation.database import db

OLD_ENOUGH = timedelta(hours=1)
"""No saving is under way for so long: a file of that age without a row never gets one."""
AT_ONCE = 500


def shred_removed(attachment_id: UUID) -> None:
    """Delete the file of a removed attachment; nothing for one that is still there."""
    attachment = db.session.get(Attachment, attachment_id)
    if attachment is not None and attachment.removed_at is not None:
        storage.delete(attachment.file_name)


def sweep() -> int:
    """Delete the files that no present attachment has; gives their number."""
    swept = 0
    for names in _in_groups(storage.names_older_than(OLD_ENOUGH)):
        for name in set(names) - queries.names_in_use(names):
            storage.delete(name)
            swept += 1
    return swept


def _in_groups(names: Iterator[str]) -> Iterator[tuple[str, ...]]:
    while group := tuple(islice(names, AT_ONCE)):
        yield group
