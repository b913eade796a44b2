"""Cases and what happens in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office, Team, User
from app.cases.enums import CaseKind, CaseStatus, ClosureReason, FollowUpKind, FollowUpOutcome, Modality, RiskLevel, Unit
from app.catalogue.models import Service
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, narrative, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import KeyOwner, SealedAnswers, SealedText
from app.people.models import Person


def _list_index(owner: str, day: str, *, included: list[str], where: str) -> sa.Index:
    """The index behind one list of cases: whose, in which order, with what filters ask for."""
    return sa.Index(
        f"ix_case_{owner}_{day}",
        owner,
        day,
        "id",
        postgresql_include=["status", "kind", "risk", *included],
        postgresql_where=sa.text(where),
    )


def _first_attention(context: Any) -> date | None:
    """An open case asks for attention from the day it was opened until somebody plans a follow-up."""
    row = context.get_current_parameters()
    return row["opened_on"] if row.get("status", CaseStatus.OPEN) == CaseStatus.OPEN else None


class Case(Base, KeyOwner):
    """The work with one person toward one goal, owned by one office and usually one caseworker."""

    key_kind = "case"
    __tablename__ = "case"
    __table_args__ = (
        sa.CheckConstraint(
            "(status = 'closed') = (closed_on IS NOT NULL AND closure_reason IS NOT NULL)", name="closed_says_when_and_why"
        ),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closes_after_opening"),
        sa.CheckConstraint("(status = 'open') = (attention_on IS NOT NULL)", name="open_asks_for_attention"),
        sa.Index("ix_case_office_status_opened", "office_id", "status", "opened_on"),
        sa.UniqueConstraint("id", "scope_id"),
        # Lists read one office or one caseworker in the order of attention; the included columns answer their filters.
        _list_index("scope_id", "attention_on", included=["caseworker_id"], where="status <> 'closed'"),
        _list_index("caseworker_id", "attention_on", included=["scope_id"], where="status <> 'closed'"),
        _list_index("scope_id", "closed_on", included=["caseworker_id"], where="status = 'closed'"),
        _list_index("caseworker_id", "closed_on", included=["scope_id"], where="status = 'closed'"),
        sa.Index("ix_case_person", "person_id"),
        # The supervisor's board counts these two of a whole office.
        sa.Index(
            "ix_case_high_risk", "scope_id", "opened_on", "id", postgresql_where=sa.text("status = 'open' AND risk = 'high'")
        ),
        sa.Index(
            "ix_case_unassigned",
            "scope_id",
            "opened_on",
            "id",
            postgresql_where=sa.text("caseworker_id IS NULL AND status <> 'closed'"),
        ),
    )

    code: Mapped[str] = public(unique=True)
    """``CUC-2026-00412``: office, year of opening, running number."""
    person_id: Mapped[UUID] = public(sa.ForeignKey("person.id"))
    kind: Mapped[CaseKind] = case_fact(enum_text(CaseKind, name="kind"))
    status: Mapped[CaseStatus] = case_fact(enum_text(CaseStatus, name="status"), default=CaseStatus.OPEN)
    risk: Mapped[RiskLevel] = case_fact(enum_text(RiskLevel, name="risk"), default=RiskLevel.MEDIUM)
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    team_id: Mapped[UUID | None] = public(sa.ForeignKey("team.id"))
    """The team whose case it is; None for a case of the whole office."""
    is_restricted: Mapped[bool] = public(default=False, server_default="false")
    """Whether the case exists only for those who need to know it."""
    scope_id: Mapped[UUID] = public(
        sa.Computed("CASE WHEN is_restricted THEN id ELSE coalesce(team_id, office_id) END", persisted=True)
    )
    """What it belongs to when it is asked who may see it: its team or office, or the case itself while it is restricted."""
    erased_at: Mapped[datetime | None] = public()
    """When its words went for good, by somebody's decision or by the schedule; what reports counted stays."""
    caseworker_id: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """None while nobody has taken it: the supervisor's board lists those."""
    attention_on: Mapped[date | None] = case_fact(default=_first_attention)
    """Day on which an open case asks for its caseworker: its nearest open follow-up's, or without one the day since when
    none is planned. Empty while on hold or closed. Kept by the services, so that lists read one index."""
    intake: Mapped[dict[str, Any]] = identity(default=dict)
    """Coded answers of the kind's intake, by the question's key in ``kinds/``; each question has its own class there."""
    intake_words = SealedAnswers(narrative, under="id")
    """The intake's answers in free words, by the question's key."""
    goal = SealedText(narrative, under="id", nullable=False)
    """What the person wants to reach, in one sentence."""
    opened_on: Mapped[date] = case_fact()
    opened_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)
    closed_on: Mapped[date | None] = case_fact()
    closure_reason: Mapped[ClosureReason | None] = case_fact(enum_text(ClosureReason, name="closure_reason"))
    version: Mapped[int] = public(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    team: Mapped[Team | None] = relationship(lazy="raise_on_sql")
    caseworker: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[caseworker_id])

    @property
    def audit_office_id(self) -> UUID:
        """Under what its audit rows are listed: its office, or for a restricted file its own id, which no list reaches."""
        return self.id if self.is_restricted else self.office_id


class CaseStatusChange(Base):
    """One step of a case's life with its author; never changed afterwards."""

    __tablename__ = "case_status_change"
    __table_args__ = (part_of("case"),)

    case_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    step: Mapped[str] = case_fact()
    status: Mapped[CaseStatus] = case_fact(enum_text(CaseStatus, name="status"))
    effective_on: Mapped[date] = case_fact()
    """Day at the office on which the step took effect; a closing may be written down days later."""
    closure_reason: Mapped[ClosureReason | None] = case_fact(enum_text(ClosureReason, name="closure_reason"))
    """Of a closing; stays here when the case is reopened."""
    reason = SealedText(narrative, under="case_id")
    changed_at: Mapped[datetime] = public(default=now)
    changed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    author: Mapped[User | None] = relationship(lazy="raise_on_sql")


class CaseAssignment(Base):
    """Whose a case became: a caseworker's, a team's; by whom and when. The row without ``ended_at`` is in force."""

    __tablename__ = "case_assignment"
    __table_args__ = (part_of("case"),)

    case_id: Mapped[UUID] = public(index=True)
    scope_id: Mapped[UUID] = scope_of_owner()
    caseworker_id: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    team_id: Mapped[UUID | None] = public(sa.ForeignKey("team.id"))
    """The team whose case it was from then on; None for the whole office."""
    assigned_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    assigned_at: Mapped[datetime] = public(default=now)
    ended_at: Mapped[datetime | None] = public()
    reason = SealedText(narrative, under="case_id")

    caseworker: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[caseworker_id])
    assigner: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[assigned_by])


class CaseNote(Base):
    """What was said or seen, in words. Corrections are new notes."""

    __tablename__ = "case_note"
    __table_args__ = (sa.Index("ix_case_note_case_occurred", "case_id", "occurred_on"), part_of("case"))

    case_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    text = SealedText(narrative, under="case_id", nullable=False)
    occurred_on: Mapped[date] = case_fact()
    """Day of the conversation at the office; it may be recorded days later."""
    recorded_at: Mapped[datetime] = public(default=now)
    author_id: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    author: Mapped[User | None] = relationship(lazy="raise_on_sql")


class ServiceDelivery(Base):
    """One service of the catalogue given to a case's person: the row behind the donor report's figures."""

    __tablename__ = "service_delivery"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", name="quantity_is_positive"),
        sa.CheckConstraint("(value_minor IS NULL) = (currency IS NULL)", name="value_has_currency"),
        sa.CheckConstraint("value_minor >= 0", name="value_is_not_negative"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_is_a_code"),
        sa.Index("ix_service_delivery_case", "case_id", "delivered_on"),
        sa.Index("ix_service_delivery_office_day", "office_id", "delivered_on"),
        sa.Index("ix_service_delivery_day", "delivered_on"),
        sa.Index("ix_service_delivery_person", "person_id"),
        part_of("case"),
    )

    case_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    person_id: Mapped[UUID] = public(sa.ForeignKey("person.id"))
    """The case's person, kept here so that reports count people in one pass."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    service_id: Mapped[UUID] = public(sa.ForeignKey("service.id"))
    delivered_on: Mapped[date] = case_fact()
    quantity: Mapped[int] = case_fact()
    unit: Mapped[Unit] = case_fact(enum_text(Unit, name="unit"))
    modality: Mapped[Modality] = case_fact(enum_text(Modality, name="modality"), default=Modality.SERVICE)
    value_minor: Mapped[int | None] = case_fact(sa.BigInteger)
    """Value handed over, in minor units of ``currency`` (cents)."""
    currency: Mapped[str | None] = case_fact(sa.String(3))
    recorded_at: Mapped[datetime] = public(default=now)
    recorded_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))

    service: Mapped[Service] = relationship(lazy="raise_on_sql")
    author: Mapped[User | None] = relationship(lazy="raise_on_sql")


class FollowUp(Base):
    """A planned contact. It is overdue while ``done_on`` is empty and ``due_on`` lies before today at the office."""

    __tablename__ = "follow_up"
    __table_args__ = (
        sa.CheckConstraint("(done_on IS NULL) = (outcome IS NULL)", name="done_says_how"),
        sa.Index("ix_follow_up_case", "case_id", "due_on"),
        sa.Index("ix_follow_up_office_due", "office_id", "due_on", postgresql_where=sa.text("done_on IS NULL")),
        sa.Index("ix_follow_up_reached", "case_id", "done_on", postgresql_where=sa.text("outcome = 'reached'")),
        part_of("case"),
    )

    case_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    kind: Mapped[FollowUpKind] = case_fact(enum_text(FollowUpKind, name="kind"))
    due_on: Mapped[date] = case_fact()
    purpose = SealedText(narrative, under="case_id")
    done_on: Mapped[date | None] = case_fact()
    outcome: Mapped[FollowUpOutcome | None] = case_fact(enum_text(FollowUpOutcome, name="outcome"))
    outcome_words = SealedText(narrative, under="case_id")
    done_recorded_at: Mapped[datetime | None] = public()
    """When the outcome was written down; ``recorded_at`` tells when the contact was planned."""
    planned_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    done_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = public(default=now)
    version: Mapped[int] = public(default=1)

    case: Mapped[Case] = relationship(lazy="raise_on_sql", foreign_keys=[case_id])
    planner: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[planned_by])
    doer: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[done_by])
