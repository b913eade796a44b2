"""The instance's opened keys, kept per process. They are read again when somebody meets a version not seen before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption.ciphers import Place, SealBroken, SealingKey
from app.foundation.encryption.models import EncryptionKey, KeyPurpose
from app.foundation.ids import new_id

KEYS: Any = EncryptionKey.__table__
ROOT_VERSION = 1
StoredKey = tuple[int, KeyPurpose, UUID, bytes]
"""Version, purpose, row id and wrapped key."""


class WrongRootKey(Exception):
    """The root key does not open the stored keys: it belongs to another instance, or was made anew."""


class Keyring:
    """Opened keys by purpose and version.

    Args:
        root_key: the 32 bytes of the root key.
        read: gives the stored keys that are in use.
    """

    def __init__(self, root_key: bytes, read: Callable[[], Iterable[StoredKey]]) -> None:
        self._root = SealingKey(ROOT_VERSION, root_key)
        self._read = read
        self._keys: Mapping[KeyPurpose, Mapping[int, SealingKey]] = {}

    def newest(self, purpose: KeyPurpose) -> SealingKey:
        """The key to seal with.

        Raises:
            WrongRootKey: the root key does not open the stored keys.
            LookupError: the instance has no such key yet.
        """
        if not self._keys.get(purpose):
            self.reload()
        keys = self._keys.get(purpose)
        if not keys:
            raise LookupError(f"This instance has no {purpose.value} key. Run ./quipu run or ./quipu init once.")
        return keys[max(keys)]

    def of_version(self, purpose: KeyPurpose, version: int) -> SealingKey:
        """The key of one version.

        Raises:
            SealBroken: there is no such key in use.
        """
        if version not in self._keys.get(purpose, {}):
            self.reload()
        try:
            return self._keys[purpose][version]
        except KeyError:
            raise SealBroken(f"no {purpose.value} key of version {version} is in use") from None

    def reload(self) -> None:
        """Read and open all keys in use.

        Raises:
            WrongRootKey: the root key does not open them.
        """
        keys: dict[KeyPurpose, dict[int, SealingKey]] = {}
        for version, purpose, row_id, wrapped in self._read():
            try:
                secret = self._root.open(place_of(purpose, row_id), wrapped)
            except SealBroken:
                raise WrongRootKey(
                    "The root key does not open this instance's stored keys. Put back the root.key that was made with it "
                    "(docs/operations/keys.md)."
                ) from None
            keys.setdefault(KeyPurpose(purpose), {})[version] = SealingKey(version, secret)
        self._keys = keys


def place_of(purpose: KeyPurpose, row_id: UUID) -> Place:
    """A stored key is bound to its row and its purpose."""
    return Place("encryption_key", KeyPurpose(purpose).value, row_id)


def keyring() -> Keyring:
    """The keyring of this application."""
    extensions = current_app.extensions
    if "keyring" not in extensions:
        extensions["keyring"] = Keyring(extensions["settings"].root_key, lambda: read_keys(db.session.connection()))
    ring: Keyring = extensions["keyring"]
    return ring


def keyring_on(connection: sa.Connection, root_key: bytes) -> Keyring:
    """A keyring for commands and migrations, which work on a connection of their own."""
    return Keyring(root_key, partial(read_keys, connection))


def read_keys(connection: sa.Connection) -> list[StoredKey]:
    in_use = sa.select(KEYS.c.version, KEYS.c.purpose, KEYS.c.id, KEYS.c.wrapped).where(KEYS.c.retired_at.is_(None))
    return [(row.version, row.purpose, row.id, row.wrapped) for row in connection.execute(in_use)]


def add_key(connection: sa.Connection, root_key: bytes, purpose: KeyPurpose) -> int:
    """Make and store a new key; gives its version."""
    version = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(KEYS.c.version), 0) + 1)) or 1
    row_id = new_id()
    wrapped = SealingKey(ROOT_VERSION, root_key).seal(place_of(purpose, row_id), SealingKey.new(version).secret)
    connection.execute(sa.insert(KEYS).values(id=row_id, version=version, purpose=purpose, wrapped=wrapped, created_at=now()))
    return version


def ensure_keys(connection: sa.Connection, root_key: bytes) -> None:
    """Make the keys that the instance has not got yet, and see that the root key opens all others.

    Raises:
        WrongRootKey: it does not.
    """
    connection.execute(sa.text("LOCK TABLE encryption_key IN SHARE ROW EXCLUSIVE MODE"))
    keyring_on(connection, root_key).reload()
    present = set(connection.scalars(sa.select(KEYS.c.purpose).where(KEYS.c.retired_at.is_(None))))
    for purpose in KeyPurpose:
        if purpose not in present:
            add_key(connection, root_key, purpose)
