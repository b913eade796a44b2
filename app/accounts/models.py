"""Users, offices and grants."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from flask_security.core import UserMixin
from sqlalchemy.orm import Mapped, relationship

from app.accounts.enums import LinkPurpose
from app.accounts.permissions import Role
from app.foundation.clock import now
from app.foundation.columns import enum_text, identity, public
from app.foundation.database import Base


class Office(Base):
    """A place of work. Its code begins the codes of persons and cases registered there (``CUC-2026-00412``)."""

    __tablename__ = "office"
    __table_args__ = (
        sa.CheckConstraint("code ~ '^[A-Z]{3}$'", name="code_is_three_letters"),
        sa.CheckConstraint("caseload_capacity > 0", name="capacity_is_positive"),
    )

    code: Mapped[str] = public(unique=True)
    name: Mapped[str] = public()
    country: Mapped[str] = public(sa.String(2), index=True)
    """ISO 3166-1 alpha-2."""
    area_code: Mapped[str | None] = public()
    """ISO 3166-2 of the first-level area, as R4V uses it."""
    locality: Mapped[str | None] = public()
    time_zone: Mapped[str] = public()
    """IANA name, such as ``America/Bogota``; dates of the office are dates there."""
    closed_on: Mapped[date | None] = public()
    caseload_capacity: Mapped[int] = public(default=40, server_default="40")
    """How much a caseworker here can carry, in weighted cases (``supervision/policies.py``); 40 is an assumption to correct."""
    version: Mapped[int] = public(default=1, server_default="1")


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


class Grant(Base):
    """One role of one user in one scope, for a time. No office and no country means the whole operation."""

    __tablename__ = "user_grant"
    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(office_id, country) <= 1", name="one_scope"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"),
    )

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), index=True)
    role: Mapped[Role] = public(enum_text(Role, name="role"))
    office_id: Mapped[UUID | None] = public(sa.ForeignKey("office.id"), index=True)
    country: Mapped[str | None] = public(sa.String(2))
    valid_from: Mapped[date] = public()
    valid_until: Mapped[date | None] = public()
    """Last day on which it holds; None while open."""
    granted_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """None for the first administrator and the demo operation."""
    ended_at: Mapped[datetime | None] = public()
    """When somebody ended it before its last day; from that instant it opens nothing."""

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    office: Mapped[Office | None] = relationship()


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
