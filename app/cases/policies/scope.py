"""Which cases an actor may see at all: every list, search, page and count asks here."""

from __future__ import annotations

from uuid import UUID

from app.accounts.permissions import Permission
from app.foundation.actor import Actor


def offices_in_scope(actor: Actor) -> frozenset[UUID]:
    """The offices whose cases the actor may find and open."""
    return actor.office_ids if actor.may(Permission.VIEW_CASE) else frozenset()
