"""Naming who needs to know a restricted record. Whether they may be named is for the room that holds the record."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from app.accounts.enums import RestrictedKind
from app.accounts.models import NeedToKnow
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db


def let_know(actor: Actor, kind: RestrictedKind, record_id: UUID, *, office_id: UUID, user_ids: Collection[UUID]) -> None:
    """Name these users for a record; who is named already stays so.

    The database lets the actor see the record as one of them from ``access.look_again`` on.
    """
    in_force = sa.select(NeedToKnow.user_id).where(NeedToKnow.record_id == record_id, NeedToKnow.ended_at.is_(None))
    known = set(db.session.scalars(in_force))
    for user_id in sorted(set(user_ids) - known):
        db.session.add(NeedToKnow(record_kind=kind, record_id=record_id, office_id=office_id, user_id=user_id, given_by=actor.id))
    db.session.flush()


def stop_knowing(actor: Actor, record_id: UUID, user_ids: Collection[UUID] | None = None) -> None:
    """End the need of these users, or of everybody, to know a record."""
    needs = sa.select(NeedToKnow).where(NeedToKnow.record_id == record_id, NeedToKnow.ended_at.is_(None)).with_for_update()
    for need in db.session.scalars(needs.execution_options(populate_existing=True)):
        if user_ids is None or need.user_id in user_ids:
            need.ended_at, need.ended_by = now(), actor.id
    db.session.flush()
