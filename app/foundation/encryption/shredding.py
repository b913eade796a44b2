"""Erasing by destroying the key. Old backups still hold it until they expire: ``docs/operations/keys.md``."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import db
from app.foundation.encryption.data_keys import forget_key, owners_of
from app.foundation.encryption.models import DataKey
from app.foundation.encryption.sealed import forget_opened, sealed_models, sealed_values


def shred(owner_id: UUID) -> bool:
    """Destroy the key of a person or case, and the fingerprints by which its sealed values could be found.

    What the key sealed reads as None from now on. Other owners are not touched: each has a key of their own.

    Returns:
        Whether there was a key.
    """
    db.session.flush()
    for record in list(db.session.identity_map.values()):
        # An expired record does not say whose it is, and may still hold what was opened.
        if owner_id in owners_of(record) or sa.inspect(record).expired_attributes:
            forget_opened(record)
    _forget_fingerprints(owner_id)
    destroyed = db.session.execute(sa.delete(DataKey).where(DataKey.id == owner_id))
    forget_key(db.session(), owner_id)
    return bool(destroyed.rowcount)  # type: ignore[attr-defined]


def _forget_fingerprints(owner_id: UUID) -> None:
    for model in sealed_models():
        for sealed in sealed_values(model):
            if sealed.found_by is not None and sealed.under is not None:
                owned = getattr(model, sealed.under) == owner_id
                db.session.execute(sa.update(model).where(owned).values({sealed.found_by[0]: None}))
