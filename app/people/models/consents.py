"""The consent ledger."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.directory.models import Organisation
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText
from app.people.enums import (
    Assent,
    ConsentDecision,
    ConsentEvidence,
    ConsentGiver,
    ConsentPurpose,
    DataCategory,
    InterpretedBy,
    RecipientKind,
)

Line = tuple[ConsentPurpose, RecipientKind, UUID | None]
"""What one decision follows another on: a purpose, and whom it opens what to."""


class Consent(Base):
    """One decision about one purpose and one recipient. The latest row of the two is in force; none means "not asked"."""

    __tablename__ = "consent"
    __table_args__ = (
        sa.CheckConstraint("(recipient = 'organisation') = (organisation_id IS NOT NULL)", name="names_its_organisation"),
        sa.CheckConstraint(
            "CASE purpose WHEN 'referral_sharing' THEN recipient IN ('service_partners', 'organisation', 'national_authority') "
            "WHEN 'statistics' THEN recipient = 'donor_statistics' ELSE recipient = 'our_organisation' END",
            name="recipient_suits_purpose",
        ),
        sa.CheckConstraint(
            f"categories <@ ARRAY[{', '.join(repr(one.value) for one in DataCategory)}]::text[]", name="categories_are_known"
        ),
        sa.CheckConstraint("assent IS NULL OR given_by = 'guardian'", name="assent_stands_beside_a_guardian"),
        sa.CheckConstraint("assent IS DISTINCT FROM 'no' OR decision <> 'given'", name="no_yes_against_the_child"),
        sa.CheckConstraint("signature_sealed IS NULL OR evidence = 'drawn'", name="only_drawn_has_a_drawing"),
        sa.CheckConstraint("interpreted_into IS NULL OR interpreted_by IS NOT NULL", name="somebody_interpreted"),
        sa.Index("ix_consent_person_purpose", "person_id", "purpose", "decided_at"),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    purpose: Mapped[ConsentPurpose] = case_fact(enum_text(ConsentPurpose, name="purpose"))
    recipient: Mapped[RecipientKind] = case_fact(enum_text(RecipientKind, name="recipient"))
    organisation_id: Mapped[UUID | None] = case_fact(sa.ForeignKey("organisation.id"), index=True)
    """The one organisation that is meant; set where the recipient is one."""
    categories: Mapped[list[str]] = case_fact()
    """What may be told of the person; of a refusal, what was asked for. Values of ``DataCategory``."""
    decision: Mapped[ConsentDecision] = case_fact(enum_text(ConsentDecision, name="decision"))
    valid_until: Mapped[date | None] = case_fact()
    """The last day, at the office, on which a yes counts; None until it is withdrawn."""
    given_by: Mapped[ConsentGiver] = case_fact(enum_text(ConsentGiver, name="given_by"), default=ConsentGiver.PERSON)
    guardian_name = SealedText(identity, under="person_id")
    """Who answered for the child, as they say their name."""
    assent: Mapped[Assent | None] = case_fact(enum_text(Assent, name="assent"))
    evidence: Mapped[ConsentEvidence] = case_fact(enum_text(ConsentEvidence, name="evidence"))
    signature = SealedText(identity, under="person_id")
    """Strokes drawn on the screen, as the path that ``app.people.signatures`` reads."""
    language: Mapped[str] = case_fact()
    """Language in which the words were read to the person, ISO 639-1."""
    interpreted_by: Mapped[InterpretedBy | None] = case_fact(enum_text(InterpretedBy, name="interpreted_by"))
    """Who put them into another language; None where nobody did."""
    interpreted_into: Mapped[str | None] = identity(sa.String(3))
    """That language, ISO 639, one of ``app.people.languages``."""
    text_version: Mapped[int] = public(default=1)
    """Which wording was read."""
    sitting_id: Mapped[UUID] = public(sa.ForeignKey("consent.id"))
    """The first of the decisions that were taken in one sitting: paper and recording of one are those of all."""
    decided_at: Mapped[datetime] = case_fact(default=now)
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """Who wrote it down, and certifies what was said aloud."""

    recorder: Mapped[User | None] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")

    @property
    def line(self) -> Line:
        return self.purpose, self.recipient, self.organisation_id
