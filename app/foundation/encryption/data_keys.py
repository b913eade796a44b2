"""Data keys: one per person and one per case, opened for the time of a transaction.

The first look for a key in a transaction also reads the keys of all other records that the session holds: a page
with fifty records asks once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session, object_session

from app.foundation.clock import now
from app.foundation.database import Base, db
from app.foundation.encryption.ciphers import Place, SealBroken, SealingKey, version_of
from app.foundation.encryption.keyring import Keyring, keyring
from app.foundation.encryption.models import DataKey, EncryptionKey, KeyPurpose
from app.foundation.errors import WrongState

GENERATION = 1
"""A data key is made once with its owner and never changed; only its wrapping is."""
SEALED_VALUES = "__sealed_values__"
"""Where a model's class keeps its sealed values (``sealed.py``)."""
_CACHE = "data_keys"
_ALSO = "data_keys_of_merged_files"
_TABLE: Any = DataKey.__table__
_IDS = sa.any_(sa.bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True))))
_BY_IDS = sa.select(_TABLE.c.id, _TABLE.c.kind, _TABLE.c.wrapped, _TABLE.c.opens_for).where(
    sa.or_(_TABLE.c.id == _IDS, _TABLE.c.opens_for == _IDS)
)


class KeyOwner:
    """A model whose rows have a data key of their own, made in the transaction that makes the row."""

    key_kind: ClassVar[str]
    """Word for ``data_key.kind``."""


def seal_for(owner_id: UUID, place: Place, content: bytes) -> bytes:
    """Seal bytes under the key of a person or case.

    Raises:
        WrongState: the owner was erased.
    """
    return key_to_write(db.session(), owner_id).seal(place, content)


def open_for(owner_id: UUID, place: Place, sealed: bytes) -> bytes | None:
    """What was sealed under the key of a person or case; None when it is erased.

    Raises:
        SealBroken: it was changed, cut, or moved from its place.
    """
    return open_value(db.session(), owner_id, place, sealed)


def open_value(session: Session, owner_id: UUID, place: Place, sealed: bytes) -> bytes | None:
    """What was sealed for an owner, by their own key or by that of a file that was merged into theirs; None when erased.

    Raises:
        SealBroken: none of these keys opens it.
    """
    own = find_key(session, owner_id)
    if own is None:
        return None
    try:
        return own.open(place, sealed)
    except SealBroken:
        for key in _also(session).get(owner_id, ()):
            with suppress(SealBroken):
                return key.open(place, sealed)
        raise


def is_sealed_by(session: Session, owner_id: UUID, place: Place, sealed: bytes) -> bool:
    """Whether it was the owner's own key that sealed a value."""
    own = find_key(session, owner_id)
    with suppress(SealBroken):
        return own is not None and own.open(place, sealed) is not None
    return False


def find_key(session: Session, owner_id: UUID) -> SealingKey | None:
    """The key of an owner; None when it was destroyed, or lies outside what the session may see."""
    keys = _cache(session)
    if owner_id not in keys:
        _load(session, {owner_id, *_owners_held(session)} - keys.keys())
    return keys.get(owner_id)


def key_to_write(session: Session, owner_id: UUID) -> SealingKey:
    """The key of an owner, to seal something new.

    Raises:
        WrongState: the owner was erased.
    """
    key = find_key(session, owner_id)
    if key is None:
        raise WrongState(_l("This file was erased. Nothing more can be written into it."))
    return key


def make_key(session: Session, owner_id: UUID) -> SealingKey:
    """A new key for an owner that is about to be inserted; ``store_key`` writes it down once the owner stands."""
    key = _cache(session)[owner_id] = SealingKey.new(GENERATION)
    return key


def store_key(session: Session, connection: sa.Connection, owner_id: UUID, kind: str) -> None:
    """Write down the key that ``make_key`` made, unless the wrapping key was retired meanwhile: then under the newest."""
    key, ring = _cache(session)[owner_id], keyring()
    if not _insert(connection, ring, owner_id, kind, key):
        ring.reload()
        _insert(connection, ring, owner_id, kind, key)


def wrap(ring: Keyring, owner_id: UUID, kind: str, secret: bytes) -> tuple[int, bytes]:
    """A data key sealed by the newest wrapping key, with that key's version."""
    outer = ring.newest(KeyPurpose.DATA)
    return outer.version, outer.seal(_place(owner_id, kind), secret)


def unwrap(ring: Keyring, owner_id: UUID, kind: str, wrapped: bytes) -> SealingKey:
    """
    Raises:
        SealBroken: the row was changed, or its wrapping key is gone.
    """
    outer = ring.of_version(KeyPurpose.DATA, version_of(wrapped))
    return SealingKey(GENERATION, outer.open(_place(owner_id, kind), wrapped))


def forget_key(session: Session, owner_id: UUID) -> None:
    _cache(session).pop(owner_id, None)
    _also(session).pop(owner_id, None)


def look_at_keys_again() -> None:
    """Read keys anew from here on: files were merged or parted in this transaction."""
    for cache in (_CACHE, _ALSO):
        db.session().info.pop(cache, None)


def _insert(connection: sa.Connection, ring: Keyring, owner_id: UUID, kind: str, key: SealingKey) -> bool:
    version, wrapped = wrap(ring, owner_id, kind, key.secret)
    columns = {"id": owner_id, "kind": kind, "key_version": version, "wrapped": wrapped, "created_at": now()}
    values = sa.select(*(sa.literal(value, _TABLE.c[name].type) for name, value in columns.items()))
    in_use = sa.exists().where(EncryptionKey.version_in_use == version)
    insert = sa.insert(_TABLE).from_select(list(columns), values.where(in_use)).returning(_TABLE.c.id)
    return connection.scalar(insert) is not None


def _load(session: Session, owner_ids: Iterable[UUID]) -> None:
    # Through the connection: reading a value must not send half-written changes to the database.
    rows = session.connection().execute(_BY_IDS, {"ids": list(owner_ids)})
    ring, keys, also = keyring(), _cache(session), _also(session)
    for row in rows:
        keys[row.id] = unwrap(ring, row.id, row.kind, row.wrapped)
        if row.opens_for is not None and keys[row.id] not in also.setdefault(row.opens_for, []):
            also[row.opens_for].append(keys[row.id])


def owners_of(record: Any) -> Iterator[UUID]:
    """Whose keys open what a record in a session keeps; nothing is loaded for it."""
    for sealed in getattr(type(record), SEALED_VALUES, ()):
        owner_id = record.__dict__.get(sealed.under)
        if owner_id is not None and record.__dict__.get(sealed.column_name) is not None:
            yield owner_id


def _owners_held(session: Session) -> set[UUID]:
    return {owner_id for record in session.identity_map.values() for owner_id in owners_of(record)}


def _cache(session: Session) -> dict[UUID, SealingKey]:
    cache: dict[UUID, SealingKey] = session.info.setdefault(_CACHE, {})
    return cache


def _also(session: Session) -> dict[UUID, list[SealingKey]]:
    """The keys of merged files, by the file that they open for."""
    also: dict[UUID, list[SealingKey]] = session.info.setdefault(_ALSO, {})
    return also


def _place(owner_id: UUID, kind: str) -> Place:
    return Place("data_key", kind, owner_id)


@sa.event.listens_for(Session, "after_commit")
def _forget_after_commit(session: Session) -> None:
    for cache in (_CACHE, _ALSO):
        session.info.pop(cache, None)


@sa.event.listens_for(Session, "after_soft_rollback")
def _forget_after_rollback(session: Session, _previous: Any) -> None:
    for cache in (_CACHE, _ALSO):
        session.info.pop(cache, None)


@sa.event.listens_for(Base, "after_insert", propagate=True)
def _store_key_of_new_owner(_mapper: Any, connection: sa.Connection, target: Any) -> None:
    session = object_session(target)
    if isinstance(target, KeyOwner) and session is not None:
        store_key(session, connection, target.id, target.key_kind)  # type: ignore[attr-defined]
