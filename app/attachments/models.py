"""What is known of an attached file; its content lies sealed in a file of its own (``storage.py``)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.attachments.enums import FileFormat, OwnerKind, RemovalReason
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, narrative, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import Place, SealedText


class Attachment(Base):
    """One file in the file of a person or of a case. Removing it leaves the row, without its title, and no content."""

    __tablename__ = "attachment"
    __table_args__ = (
        sa.CheckConstraint("num_nonnulls(person_id, case_id) = 1", name="one_owner"),
        sa.CheckConstraint("owner_id = coalesce(person_id, case_id)", name="owner_is_named"),
        sa.CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name="removed_for_a_reason"),
        sa.CheckConstraint("removed_at IS NULL OR title_sealed IS NULL", name="removed_without_title"),
        sa.CheckConstraint("consent_id IS NULL OR person_id IS NOT NULL", name="evidence_lies_with_the_person"),
        part_of("person"),
        part_of("case"),
    )

    person_id: Mapped[UUID | None] = public(index=True)
    case_id: Mapped[UUID | None] = public(index=True)
    owner_id: Mapped[UUID] = public()
    """Whichever of the two it is: whose key seals title and content."""
    consent_id: Mapped[UUID | None] = public(sa.ForeignKey("consent.id"), index=True)
    """The first consent of the sitting that it evidences: the paper that was signed, or the recording."""
    scope_id: Mapped[UUID] = scope_of_owner()
    title = SealedText(narrative, under="owner_id")
    """What it shows, in the words of who attached it. The name that the file had is kept nowhere: it may name people."""
    format: Mapped[FileFormat] = case_fact(enum_text(FileFormat, name="format"))
    size: Mapped[int] = case_fact()
    """Bytes of the content as it is given out, unsealed."""
    extent: Mapped[int] = case_fact()
    """Pages of a PDF, pixels of a picture, seconds of a recording."""
    content_digest: Mapped[bytes] = narrative(sa.LargeBinary)
    """SHA-256 of the sealed bytes, to tell a damaged file from a changed one; says nothing of the content."""
    file_name: Mapped[str] = public(unique=True)
    """Random; where the sealed content lies below the folder of attachments."""
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)
    removed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    removed_at: Mapped[datetime | None] = public()
    removal_reason: Mapped[RemovalReason | None] = case_fact(enum_text(RemovalReason, name="removal_reason"))

    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[recorded_by])
    remover: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[removed_by])

    @property
    def owner_kind(self) -> OwnerKind:
        return OwnerKind.CASE if self.case_id else OwnerKind.PERSON

    @property
    def place(self) -> Place:
        """Where the content is sealed to: another attachment's content in its file does not open."""
        return Place("attachment", "content", self.id)
