"""Emergency access: reading a file beyond one's offices for an hour, in the open, reviewed afterwards."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.enums import GlassVerdict, RestrictedKind
from app.accounts.models.offices import Office
from app.accounts.models.users import User
from app.foundation.clock import now
from app.foundation.columns import enum_text, narrative, part_of, public
from app.foundation.database import Base
from app.foundation.encryption import SealedText


class BreakGlass(Base):
    """One emergency access of one user to one person's file and unrestricted cases. Read only; never extended."""

    __tablename__ = "break_glass"
    __table_args__ = (
        sa.CheckConstraint(
            "expires_at > opened_at AND expires_at <= opened_at + interval '60 minutes'", name="lasts_an_hour_at_most"
        ),
        sa.CheckConstraint(
            "num_nonnulls(verdict, verdict_words_sealed, reviewed_by, reviewed_at) IN (0, 4)", name="review_is_whole"
        ),
        sa.CheckConstraint("reviewed_by <> user_id", name="nobody_reviews_themselves"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        sa.Index("ix_break_glass_user_id_expires_at", "user_id", "expires_at"),
        sa.Index("ix_break_glass_person_id", "person_id"),
        sa.Index("ix_break_glass_office_id_opened_at", "office_id", "opened_at"),
        part_of("person"),
    )

    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = public()
    """The person's scope. Written as the office's id: the foreign key refuses a file that is restricted."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    """The office of the file, whose supervisors review."""
    reason = SealedText(narrative, under=None, nullable=False)
    """Why the file was needed, as its reader typed it. Under the instance's own key: who reviews may open no files."""
    opened_at: Mapped[datetime] = public(default=now)
    expires_at: Mapped[datetime] = public()
    closed_at: Mapped[datetime | None] = public()
    """When the reader or a reviewer closed it before its hour was over."""
    closed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    review_due_on: Mapped[date] = public()
    """Last day for the review, at the office of the file."""
    verdict: Mapped[GlassVerdict | None] = public(enum_text(GlassVerdict, name="verdict"))
    verdict_words = SealedText(narrative, under=None)
    reviewed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    reviewed_at: Mapped[datetime | None] = public()

    user: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[user_id])
    reviewer: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[reviewed_by])
    office: Mapped[Office] = relationship(lazy="raise_on_sql", foreign_keys=[office_id])
    openings: Mapped[list[BreakGlassOpening]] = relationship(
        lazy="raise_on_sql", order_by="BreakGlassOpening.opened_at", foreign_keys="BreakGlassOpening.break_glass_id"
    )

    def is_in_force(self, at: datetime) -> bool:
        """Neither over nor closed."""
        return self.closed_at is None and self.expires_at > at


class BreakGlassOpening(Base):
    """One page that was opened through an emergency access: the person's, or one of a case."""

    __tablename__ = "break_glass_opening"

    break_glass_id: Mapped[UUID] = public(sa.ForeignKey("break_glass.id"), index=True)
    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    """Both as the access has them, so that one condition decides who sees the row."""
    subject_kind: Mapped[RestrictedKind] = public(enum_text(RestrictedKind, name="subject_kind"))
    subject_id: Mapped[UUID] = public()
    """The person's or case's id."""
    opened_at: Mapped[datetime] = public(default=now)


class BreakGlassNotice(Base):
    """What one owner of the file is told: on their home page until they have seen it, and by a mail without personal data."""

    __tablename__ = "break_glass_notice"
    __table_args__ = (sa.UniqueConstraint("break_glass_id", "user_id"),)

    break_glass_id: Mapped[UUID] = public(sa.ForeignKey("break_glass.id"))
    user_id: Mapped[UUID] = public(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = public(default=now)
    mail_attempted_at: Mapped[datetime | None] = public()
    """Written before the mail is tried: a death in between is seen, and the mail is not sent twice."""
    mailed_at: Mapped[datetime | None] = public()
    seen_at: Mapped[datetime | None] = public()

    break_glass: Mapped[BreakGlass] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
