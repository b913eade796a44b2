"""What a member of staff proves themselves with beside the password: an app, passkeys, printed codes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.clock import now
from app.foundation.columns import identity, public
from app.foundation.database import Base


class TotpKey(Base):
    """The key that a user's authenticator app shares with this instance (RFC 6238: SHA-1, six figures, 30 seconds)."""

    __tablename__ = "totp_key"

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), unique=True)
    sealed_key: Mapped[bytes] = identity()
    """Sealed under the contents key, for this user (``seal_contents``); never shown again once the app has it."""
    last_counter: Mapped[int] = public(sa.BigInteger)
    """The 30-second step of the last code that was taken; a code of this step or an earlier one is never taken again."""
    created_at: Mapped[datetime] = public(default=now)
    last_used_at: Mapped[datetime | None] = public()


class Passkey(Base):
    """A WebAuthn credential of a phone, a computer or a security key. Its private half never leaves the device."""

    __tablename__ = "passkey"

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), index=True)
    credential_id: Mapped[bytes] = identity(unique=True)
    public_key: Mapped[bytes] = public()
    """COSE key, as the authenticator gave it."""
    sign_count: Mapped[int] = public(sa.BigInteger)
    """How often the device says it has signed; many devices always say 0."""
    name: Mapped[str] = identity()
    """What the person calls the device."""
    transports: Mapped[list[str]] = public(default=list)
    """How the browser reaches it, such as ``internal`` or ``usb``; a hint for the next time."""
    created_at: Mapped[datetime] = public(default=now)
    last_used_at: Mapped[datetime | None] = public()


class RecoveryCode(Base):
    """One of the printed codes. Each opens once; a new set takes the place of the whole old one."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "place", name="uq_recovery_code_user_id_place"),
        sa.CheckConstraint("place BETWEEN 0 AND 9", name="place"),
    )

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    place: Mapped[int] = public(sa.SmallInteger)
    """The first figure of the code: so that one hash is compared, not ten."""
    code_hash: Mapped[str] = identity()
    """argon2id."""
    created_at: Mapped[datetime] = public(default=now)
    kept_at: Mapped[datetime | None] = public()
    """When the person said that they have them on paper; until then signing in asks again."""
    used_at: Mapped[datetime | None] = public()
