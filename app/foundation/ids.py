"""Ids of records."""

from __future__ import annotations

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """A UUIDv7: sortable by the time of its making, so that indexes stay dense."""
    return UUID(int=uuid7().int)
