"""Stored keys. Each is wrapped (sealed) by the key above it: the root key wraps these, they wrap the data keys."""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.clock import now
from app.foundation.columns import enum_text, identity, public
from app.foundation.database import Base


class KeyPurpose(enum.StrEnum):
    """What a stored key is for. Separate keys, so that one use can never stand in for another."""

    DATA = "data"
    """Wraps the data keys of persons and cases."""
    BLIND_INDEX = "blind_index"
    """Fingerprints of document numbers and phones, to find them by exact match."""
    CONTENTS = "contents"
    """Seals what belongs to nobody's file."""


class EncryptionKey(Base):
    """One version of one of the instance's keys, wrapped by the root key."""

    __tablename__ = "encryption_key"
    __table_args__ = (
        sa.CheckConstraint("version BETWEEN 1 AND 65535", name="version_fits"),
        sa.CheckConstraint("(retired_at IS NULL) = (wrapped IS NOT NULL)", name="retired_is_destroyed"),
        sa.UniqueConstraint("version_in_use"),
    )

    version: Mapped[int] = public(unique=True)
    """Counts through all purposes: a version names one key."""
    purpose: Mapped[KeyPurpose] = public(enum_text(KeyPurpose, name="purpose"))
    wrapped: Mapped[bytes | None] = public(sa.LargeBinary)
    """The key, sealed by the root key; destroyed when it is retired."""
    created_at: Mapped[datetime] = public(default=now)
    retired_at: Mapped[datetime | None] = public()
    version_in_use: Mapped[int | None] = public(sa.Computed("CASE WHEN retired_at IS NULL THEN version END", persisted=True))
    """What data keys refer to: the database refuses to retire a key that still wraps one, and to use a retired one."""


class DataKey(Base):
    """The key of one person or one case. Its id is its owner's; without the row, what it sealed is erased for good."""

    __tablename__ = "data_key"
    __table_args__ = (
        sa.Index("ix_data_key_key_version", "key_version"),
        sa.Index("ix_data_key_opens_for", "opens_for", postgresql_where=sa.text("opens_for IS NOT NULL")),
    )

    kind: Mapped[str] = public()
    """``person`` or ``case``: whose key it is."""
    key_version: Mapped[int] = public(sa.ForeignKey("encryption_key.version_in_use"))
    wrapped: Mapped[bytes] = identity(sa.LargeBinary)
    """The key, sealed by the stored key of ``key_version``; of the class of what it opens."""
    opens_for: Mapped[UUID | None] = public()
    """Whose values it opens too: the file that its own owner was merged into. The database moves it there and back."""
    created_at: Mapped[datetime] = public(default=now)
