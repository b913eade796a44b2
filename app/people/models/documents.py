"""Identity documents."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.catalogue.models import DocumentType
from app.foundation.clock import now
from app.foundation.columns import enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText, fingerprint_column
from app.people.document_numbers import normalised_number
from app.people.enums import DocumentState, ObstacleToDocument


class IdentityDocument(Base):
    """A document the person holds, held, or cannot obtain. The number is optional: a lost passport is still a fact."""

    __tablename__ = "identity_document"
    __table_args__ = (
        sa.CheckConstraint("obstacle IS NULL OR state = 'cannot_obtain'", name="obstacle_only_where_unobtainable"),
        sa.CheckConstraint("expires_on >= issued_on", name="expires_after_issue"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    document_type_id: Mapped[UUID] = public(sa.ForeignKey("document_type.id"))
    number = SealedText(identity, under="person_id", found_by=("number_index", normalised_number))
    number_index: Mapped[bytes | None] = fingerprint_column(identity)
    state: Mapped[DocumentState] = identity(
        enum_text(DocumentState, name="state"), default=DocumentState.HELD, server_default=DocumentState.HELD.value
    )
    obstacle: Mapped[ObstacleToDocument | None] = identity(enum_text(ObstacleToDocument, name="obstacle"))
    issued_on: Mapped[date | None] = identity()
    expires_on: Mapped[date | None] = identity()
    """In the past for an expired document: several countries accept those for a time."""
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)

    document_type: Mapped[DocumentType] = relationship(lazy="raise_on_sql")
