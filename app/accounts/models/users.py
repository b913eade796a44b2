"""Users: the members of staff."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from flask_security.core import UserMixin
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models.offices import Office
from app.foundation.clock import now
from app.foundation.columns import identity, public
from app.foundation.database import Base

if TYPE_CHECKING:
    from app.accounts.models.grants import Grant


class User(Base, UserMixin):  # type: ignore[misc, unused-ignore]  # Flask-Security types ids as integers
    """A member of staff. Signing in is Flask-Security's; what they may do stands in their grants."""

    __tablename__ = "user"

    email: Mapped[str] = identity(unique=True)
    """Lower case; also the name to sign in with."""
    name: Mapped[str] = identity()
    """As colleagues and partners read it."""
    password: Mapped[str | None] = identity()
    """argon2id hash; None until the invitation was used."""
    active: Mapped[bool] = public(default=True)
    fs_uniquifier: Mapped[str] = public(unique=True)
    """Changed to end all sessions of the user."""
    locale: Mapped[str | None] = public()
    office_id: Mapped[UUID | None] = public(sa.ForeignKey("office.id"))
    """Where they work; their grants say what they may see."""
    created_at: Mapped[datetime] = public(default=now)
    last_signed_in_at: Mapped[datetime | None] = public()
    version: Mapped[int] = public(default=1, server_default="1")
    """Counts the changes of name, e-mail and office by administrators."""

    office: Mapped[Office | None] = relationship()
    grants: Mapped[list[Grant]] = relationship(back_populates="user", foreign_keys="Grant.user_id")
