"""Changing the key that wraps the data keys. Each step commits by itself: killed at any moment, it goes on where it was.

Two versions may be in use meanwhile; every value can be read throughout. The older one is destroyed only when the
database itself says that nothing is wrapped by it any more (the foreign key of ``data_key``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.foundation.clock import now
from app.foundation.encryption.data_keys import unwrap, wrap
from app.foundation.encryption.keyring import KEYS, add_key, keyring_on
from app.foundation.encryption.models import DataKey, KeyPurpose

BATCH = 500
SECONDS_BETWEEN_LOOKS = 0.2
"""Rows that another transaction holds are looked for again after this time."""
_DATA_KEYS: Any = DataKey.__table__
_REWRAP = sa.text(
    "UPDATE data_key SET key_version = :version, wrapped = made.wrapped"
    " FROM unnest(:ids, :wrapped) AS made (id, wrapped) WHERE data_key.id = made.id"
).bindparams(
    sa.bindparam("ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True))),
    sa.bindparam("wrapped", type_=postgresql.ARRAY(sa.LargeBinary())),
)
Progress = Callable[[int], None]


def rotate(engine: sa.Engine, root_key: bytes, progress: Progress) -> int:
    """Wrap all data keys anew under a new key and destroy the old one, or finish a rotation that was broken off.

    Args:
        engine: as the owner of the tables, to whom row-level security shows all rows.
        progress: told how many data keys still wait, after each batch.

    Returns:
        The version that is in use from now on.

    Raises:
        WrongRootKey: the root key does not open the stored keys.
    """
    version = _begin(engine, root_key)
    while True:
        while waiting := _count_waiting(engine, version):
            progress(waiting)
            if not _rewrap_batch(engine, root_key, version):
                time.sleep(SECONDS_BETWEEN_LOOKS)
        if _retire_older(engine, version):
            progress(0)
            return version


def data_versions(connection: sa.Connection) -> Sequence[int]:
    """The versions of the wrapping key that are in use: two while a rotation is under way."""
    in_use = sa.select(KEYS.c.version).where(KEYS.c.purpose == KeyPurpose.DATA, KEYS.c.retired_at.is_(None))
    return connection.scalars(in_use.order_by(KEYS.c.version)).all()


def _begin(engine: sa.Engine, root_key: bytes) -> int:
    with engine.begin() as connection:
        connection.execute(sa.text("LOCK TABLE encryption_key IN SHARE ROW EXCLUSIVE MODE"))
        keyring_on(connection, root_key).reload()
        versions = data_versions(connection)
        return versions[-1] if len(versions) > 1 else add_key(connection, root_key, KeyPurpose.DATA)


def _count_waiting(engine: sa.Engine, version: int) -> int:
    with engine.connect() as connection:
        waiting = sa.select(sa.func.count()).select_from(_DATA_KEYS).where(_DATA_KEYS.c.key_version < version)
        return connection.scalar(waiting) or 0


def _rewrap_batch(engine: sa.Engine, root_key: bytes, version: int) -> int:
    with engine.begin() as connection:
        ring = keyring_on(connection, root_key)
        waiting = sa.select(_DATA_KEYS.c.id, _DATA_KEYS.c.kind, _DATA_KEYS.c.wrapped).where(_DATA_KEYS.c.key_version < version)
        rows = connection.execute(waiting.limit(BATCH).with_for_update(skip_locked=True)).all()
        wrapped = [wrap(ring, row.id, row.kind, unwrap(ring, row.id, row.kind, row.wrapped).secret)[1] for row in rows]
        connection.execute(_REWRAP, {"version": version, "ids": [row.id for row in rows], "wrapped": wrapped})
        return len(rows)


def _retire_older(engine: sa.Engine, version: int) -> bool:
    """False when a process that had not heard of the new key wrapped one more under the old."""
    older = sa.and_(KEYS.c.purpose == KeyPurpose.DATA, KEYS.c.version < version, KEYS.c.retired_at.is_(None))
    try:
        with engine.begin() as connection:
            connection.execute(sa.update(KEYS).where(older).values(retired_at=now(), wrapped=None))
    except sa.exc.IntegrityError:
        return False
    return True
