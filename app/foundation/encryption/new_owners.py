"""Keys for many new owners at once, and sealing with them before any row of theirs is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.foundation.clock import now
from app.foundation.encryption.ciphers import SealingKey
from app.foundation.encryption.data_keys import GENERATION, wrap
from app.foundation.encryption.keyring import keyring
from app.foundation.encryption.models import DataKey
from app.foundation.encryption.sealed import Sealed
from app.foundation.staging import insert_rows


class NewOwners:
    """Data keys of owners that are about to be inserted together.

    Args:
        kind: word for ``data_key.kind``, as the model's ``key_kind``.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._ring = keyring()
        # A worker lives for days: the key that wrapped yesterday may be retired by now.
        self._ring.reload()
        self._keys: dict[UUID, SealingKey] = {}

    def add(self, owner_ids: Iterable[UUID]) -> None:
        for owner_id in owner_ids:
            self._keys[owner_id] = SealingKey.new(GENERATION)

    def seal(self, sealed: Sealed[Any], owner_id: UUID, row_id: UUID, value: Any) -> bytes | None:
        """A value as it stands in the column of a row that belongs to an owner."""
        content = sealed.encode(value)
        return None if content is None else self._keys[owner_id].seal(sealed.place(row_id), content)

    def store(self) -> None:
        """Write the keys down; their owners need not stand yet."""
        insert_rows(DataKey, ("id", "kind", "key_version", "wrapped", "created_at"), self._rows())

    def _rows(self) -> Iterable[tuple[Any, ...]]:
        made_at = now()
        for owner_id, key in self._keys.items():
            yield (owner_id, self._kind, *wrap(self._ring, owner_id, self._kind, key.secret), made_at)
