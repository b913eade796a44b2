"""What rooms with files write down when one of them is read by emergency access."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.accounts.enums import RestrictedKind
from app.accounts.models import BreakGlass, BreakGlassOpening
from app.accounts.queries import is_glass_broken
from app.foundation.actor import Actor
from app.foundation.database import db

EMERGENCY = "emergency"
"""Marks, among the fields of an audit row, a reading that the reader's offices did not open."""


def note_opening(actor: Actor, person_id: UUID, kind: RestrictedKind, subject_id: UUID) -> None:
    """Write down which page was opened, for the one who reviews the access.

    Args:
        person_id: whose file the actor broke the glass of.
        subject_id: the person's or case's id.
    """
    mine = (BreakGlass.user_id == actor.id, BreakGlass.person_id == person_id, is_glass_broken())
    uses = sa.select(BreakGlass).where(*mine).order_by(BreakGlass.opened_at.desc()).limit(1)
    use = db.session.scalars(uses).one()
    db.session.add(
        BreakGlassOpening(
            break_glass_id=use.id, user_id=use.user_id, office_id=use.office_id, subject_kind=kind, subject_id=subject_id
        )
    )
