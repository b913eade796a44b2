"""Sealing what a session holds, so that a stolen dump tells nothing of it."""

from __future__ import annotations

from uuid import UUID

from app.foundation.encryption import SealBroken, open_contents, seal_contents


def seal(contents: bytes, *, place: str, row_id: UUID) -> bytes:
    """``contents`` under the instance's contents key, bound to its place (``table.column``) and row."""
    return seal_contents(place, contents, row_id=row_id)


def unseal(sealed: bytes, *, place: str, row_id: UUID) -> bytes | None:
    """What was sealed; None where it was not sealed here, for this place and row: then nothing is known of the visitor."""
    try:
        return open_contents(place, sealed, row_id=row_id)
    except SealBroken:
        return None
