"""The consent ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentGiver, ConsentPurpose


class Consent(Base):
    """One decision about one purpose. The latest row of a purpose is in force; none means "not asked"."""

    __tablename__ = "consent"
    __table_args__ = (sa.Index("ix_consent_person_purpose", "person_id", "purpose", "decided_at"), part_of("person"))

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    purpose: Mapped[ConsentPurpose] = case_fact(enum_text(ConsentPurpose, name="purpose"))
    decision: Mapped[ConsentDecision] = case_fact(enum_text(ConsentDecision, name="decision"))
    given_by: Mapped[ConsentGiver] = case_fact(enum_text(ConsentGiver, name="given_by"), default=ConsentGiver.PERSON)
    evidence: Mapped[ConsentEvidence] = case_fact(enum_text(ConsentEvidence, name="evidence"))
    language: Mapped[str] = case_fact()
    """Language in which the words were read to the person, ISO 639-1."""
    text_version: Mapped[int] = public(default=1)
    """Which wording was read."""
    decided_at: Mapped[datetime] = case_fact(default=now)
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")
