"""Referrals, their history, the partner's link and the mails that carried it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office, User
from app.cases.models import Case
from app.directory.models import FocalPoint, ProvidedService
from app.foundation.actor import ActorKind
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, narrative, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText
from app.referrals.enums import DeclineReason, MailKind, MailState, Priority, ReferralStatus


class Referral(Base):
    """A service asked of a provider for a case's person."""

    __tablename__ = "referral"
    __table_args__ = (
        sa.CheckConstraint("(status = 'declined') = (decline_reason IS NOT NULL)", name="declined_says_why"),
        # A draft that was thrown away is revoked without ever having been sent.
        sa.CheckConstraint("status IN ('draft', 'revoked') OR sent_at IS NOT NULL", name="only_drafts_are_unsent"),
        sa.CheckConstraint("(sent_at IS NULL) = (answer_due_at IS NULL)", name="sent_has_a_window"),
        sa.CheckConstraint("sent_at IS NULL OR consent_id IS NOT NULL", name="sent_with_consent"),
        sa.Index("ix_referral_case", "case_id"),
        part_of("case"),
        sa.UniqueConstraint("id", "scope_id"),
        # With what the row policy looks at, so that counting by state needs the index alone.
        sa.Index("ix_referral_scope_status", "scope_id", "status", "answer_due_at", postgresql_include=["id", "case_id"]),
        sa.Index(
            "ix_referral_untold",
            "scope_id",
            "sent_at",
            postgresql_include=["case_id", "status"],
            postgresql_where=sa.text("answer_seen_at IS NULL AND status IN ('accepted', 'declined', 'completed')"),
        ),
        sa.Index("ix_referral_awaited", "answer_due_at", postgresql_where=sa.text("status IN ('sent', 'viewed')")),
    )

    code: Mapped[str] = public(unique=True)
    """``CUC-R-000815``: the only name of the referral in mails."""
    case_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    provided_service_id: Mapped[UUID] = public(sa.ForeignKey("provided_service.id"))
    focal_point_id: Mapped[UUID] = public(sa.ForeignKey("focal_point.id"))
    consent_id: Mapped[UUID | None] = public(sa.ForeignKey("consent.id"))
    """The consent to share with service providers that was in force when it was sent; None for a draft."""
    priority: Mapped[Priority] = case_fact(enum_text(Priority, name="priority"))
    status: Mapped[ReferralStatus] = case_fact(enum_text(ReferralStatus, name="status"), default=ReferralStatus.DRAFT)
    request = SealedText(narrative, under="case_id", nullable=False)
    """What is asked for, as the partner reads it."""
    shared_fields: Mapped[list[str]] = case_fact()
    """Names of the person's fields that the partner sees; chosen by the caseworker, shown before sending."""
    created_at: Mapped[datetime] = public(default=now)
    created_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    sent_at: Mapped[datetime | None] = public()
    sent_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """Whose name the partner reads as the one who asks."""
    answer_due_at: Mapped[datetime | None] = public()
    """End of the window to answer."""
    unanswered_flagged_at: Mapped[datetime | None] = public()
    """When the beat job saw the window pass without an answer."""
    decline_reason: Mapped[DeclineReason | None] = case_fact(enum_text(DeclineReason, name="decline_reason"))
    partner_words = SealedText(narrative, under="case_id")
    """What the partner added to the answer."""
    appointment_on: Mapped[date | None] = case_fact()
    answer_seen_at: Mapped[datetime | None] = public()
    """When the caseworker took note of the last answer; empty puts it on their day."""
    version: Mapped[int] = public(default=1)
    """Grows with each change by a person: an answer names the version that its page showed. The clock changes no version."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql", foreign_keys=[case_id])
    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    sender: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[sent_by])
    provided_service: Mapped[ProvidedService] = relationship(lazy="raise_on_sql")
    focal_point: Mapped[FocalPoint] = relationship(lazy="raise_on_sql")

    @property
    def audit_office_id(self) -> UUID:
        """Under what its audit rows are listed: its office, or its case's own id while that is restricted. Known once flushed."""
        return self.case_id if self.scope_id == self.case_id else self.office_id


class ReferralStatusChange(Base):
    """One step of a referral with the kind of hand that took it; never changed afterwards."""

    __tablename__ = "referral_status_change"
    __table_args__ = (part_of("referral"),)

    referral_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    case_id: Mapped[UUID] = public(sa.ForeignKey("case.id"), index=True)
    """The referral's case, whose key seals the words."""
    step: Mapped[str] = case_fact()
    status: Mapped[ReferralStatus] = case_fact(enum_text(ReferralStatus, name="status"))
    actor_kind: Mapped[ActorKind] = public(enum_text(ActorKind, name="actor_kind"))
    changed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """The user, when staff did it; partners and the system have none."""
    changed_at: Mapped[datetime] = public(default=now)
    words = SealedText(narrative, under="case_id")
    """What was said with the step: the partner's words, or why it was revoked."""

    author: Mapped[User | None] = relationship(lazy="raise_on_sql")


class PartnerLink(Base):
    """The right to open one referral by a link. The link itself is signed and not stored."""

    __tablename__ = "partner_link"

    referral_id: Mapped[UUID] = public(sa.ForeignKey("referral.id"), index=True)
    created_at: Mapped[datetime] = public(default=now)
    expires_at: Mapped[datetime] = public()
    revoked_at: Mapped[datetime | None] = public()
    last_opened_at: Mapped[datetime | None] = public()

    referral: Mapped[Referral] = relationship(lazy="raise_on_sql")


class ReferralMail(Base):
    """One mail to a focal point: written down before it is tried, so that a death in between is seen and never doubled."""

    __tablename__ = "referral_mail"
    __table_args__ = (
        part_of("referral"),
        sa.Index("uq_referral_mail_ended", "referral_id", unique=True, postgresql_where=sa.text("kind = 'ended'")),
    )

    referral_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    partner_link_id: Mapped[UUID] = public(sa.ForeignKey("partner_link.id"))
    kind: Mapped[MailKind] = public(enum_text(MailKind, name="kind"), default=MailKind.REQUEST, server_default="request")
    """The request with its link, however often; or, once at most, that it has ended."""
    recipient = SealedText(identity, under=None, nullable=False)
    state: Mapped[MailState] = public(enum_text(MailState, name="state"))
    asked_at: Mapped[datetime] = public(default=now)
    attempted_at: Mapped[datetime | None] = public()
    """When the last try began."""
    settled_at: Mapped[datetime | None] = public()
    tries: Mapped[int] = public(default=0)
    """How often the mail server was called; a refusal before the text was handed over is tried again."""

    link: Mapped[PartnerLink] = relationship(lazy="raise_on_sql")
