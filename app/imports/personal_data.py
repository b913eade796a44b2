"""What is left of somebody in imports when they are erased.

What a file held belongs to nobody's file until it is entered: it is sealed under a key of the import's own, which goes within two
weeks whatever becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import db
from app.foundation.held_data import Fate
from app.imports.models import ImportEntry, ImportRow

FATES: Mapping[str, Fate] = {"import_entry.digest": Fate.DERIVED}
"""Every column of this room of class P2 or higher that belongs to somebody's file; a test asks that none is missing."""

# Rows that were found to be perhaps this person: who is erased is nobody's match any more.
FORGET_MATCHES = sa.text(
    """UPDATE import_row SET matches = coalesce(
        (SELECT jsonb_agg(match) FROM jsonb_array_elements(matches) AS match WHERE match ->> 'person_id' <> :person_id
            OR match ->> 'person_id' IS NULL), '[]'::jsonb)
    WHERE matches @> jsonb_build_array(jsonb_build_object('person_id', cast(:person_id AS text)))"""
)


def erase_imported(person_id: UUID) -> None:
    """Forget which row the person came from, what was written there, and for which rows they were a match."""
    entries = db.session.execute(
        sa.delete(ImportEntry).where(ImportEntry.person_id == person_id).returning(ImportEntry.import_id, ImportEntry.number)
    ).all()
    for import_id, number in entries:
        of_row = sa.and_(ImportRow.import_id == import_id, ImportRow.number == number)
        db.session.execute(sa.update(ImportRow).where(of_row).values(written_sealed=None))
    db.session.execute(FORGET_MATCHES, {"person_id": str(person_id)})
