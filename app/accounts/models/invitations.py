"""Invitations and other one-time links by which somebody sets a password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.enums import LinkPurpose
from app.accounts.models.users import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, public
from app.foundation.database import Base


class Invitation(Base):
    """The right to set a user's password once, by a link. The link is signed and not stored (``links.py``)."""

    __tablename__ = "invitation"

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), index=True)
    purpose: Mapped[LinkPurpose] = public(enum_text(LinkPurpose, name="purpose"), default=LinkPurpose.NEW_ACCOUNT)
    created_at: Mapped[datetime] = public(default=now)
    expires_at: Mapped[datetime] = public()
    used_at: Mapped[datetime | None] = public()
    revoked_at: Mapped[datetime | None] = public()
    """When a newer link, another e-mail, a password set elsewhere or the end of the account closed it."""
    invited_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    mail_attempted_at: Mapped[datetime | None] = public()
    """Written before the mail is tried: a death in between is seen, and the mail is not sent twice."""
    mailed_at: Mapped[datetime | None] = public()

    user: Mapped[User] = relationship(foreign_keys=[user_id])

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and at < self.expires_at
