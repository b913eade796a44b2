"""Sessions of browsers, and what somebody had sent when theirs had run out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.enums import EndOfSession
from app.accounts.models.users import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, identity, narrative, public
from app.foundation.database import Base


class BrowserSession(Base):
    """What is kept for one browser that needs more than a language: a sign-in, or one half done.

    The browser holds a random token, the table only its digest: who reads the table can take no session over.
    """

    __tablename__ = "browser_session"
    __table_args__ = (
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_for_a_reason"),
        sa.Index("ix_browser_session_user_id", "user_id", "ended_at"),
    )

    token_digest: Mapped[bytes] = public(sa.LargeBinary(), unique=True)
    """SHA-256 of the token; its 256 random bits need no salt."""
    user_id: Mapped[UUID | None] = public(sa.ForeignKey("user.id", ondelete="CASCADE"))
    """None while nobody has signed in yet."""
    data: Mapped[bytes | None] = identity(sa.LargeBinary())
    """Flask's session, sealed: it may hold the text of a search."""
    device: Mapped[str] = identity()
    """Browser and system in two words, such as "Chrome, Android", for its owner to recognise; no address, no version."""
    created_at: Mapped[datetime] = public(default=now, index=True)
    last_seen_at: Mapped[datetime] = public(default=now)
    """Exact to the minute."""
    expires_at: Mapped[datetime] = public()
    """The latest moment, however busy the browser is."""
    ended_at: Mapped[datetime | None] = public()
    end_reason: Mapped[EndOfSession | None] = public(enum_text(EndOfSession, name="end_reason"))

    user: Mapped[User | None] = relationship()


class HeldForm(Base):
    """A form that arrived when the session of its sender had run out; it waits until they have signed in again."""

    __tablename__ = "held_form"
    __table_args__ = (sa.UniqueConstraint("user_id", "submission_id"),)

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id", ondelete="CASCADE"))
    submission_id: Mapped[UUID] = public()
    """The form's own: sent on, it is still the same submission, and a form held twice is one."""
    address: Mapped[str] = public()
    """Path and query that the form was sent to; they hold ids and codes only."""
    fields: Mapped[bytes] = narrative(sa.LargeBinary())
    """Names and values, sealed; never a password, never the form's token, no files."""
    created_at: Mapped[datetime] = public(default=now, index=True)
