"""The team's work in numbers. All functions read the offices that the actor was narrowed to (``services.narrowed``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Office, User
from app.accounts.permissions import Permission
from app.cases.enums import CaseKind, RiskLevel
from app.cases.models import Case
from app.cases.policies import in_scope
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.referrals.enums import ReferralStatus
from app.referrals.models import Referral, ReferralStatusChange
from app.referrals.policies import ANSWERS
from app.supervision.queries.contact import silent_cases

AWAITED = (ReferralStatus.SENT, ReferralStatus.VIEWED, ReferralStatus.EXPIRED)


@dataclass(frozen=True)
class LoadRow:
    """Cases at work of one caseworker (None: of nobody), kind and risk.

    Attributes:
        overdue: those whose day of attention has passed.
        oldest: the earliest such day; None when none has passed.
    """

    caseworker_id: UUID | None
    kind: CaseKind
    risk: RiskLevel
    cases: int
    overdue: int
    oldest: date | None


@dataclass(frozen=True)
class Backlog:
    """How many wait, and since when the oldest does."""

    count: int
    since: date | datetime | None


def list_loads(actor: Actor, today: date) -> Sequence[LoadRow]:
    """The whole caseload of the offices in one pass over the index of cases at work."""
    is_overdue = Case.attention_on < today
    select = (
        sa.select(
            Case.caseworker_id,
            Case.kind,
            Case.risk,
            sa.func.count(),
            sa.func.count().filter(is_overdue),
            sa.func.min(Case.attention_on).filter(is_overdue),
        )
        .where(is_at_work(actor))
        .group_by(Case.caseworker_id, Case.kind, Case.risk)
    )
    return [LoadRow(*row) for row in db.session.execute(select)]


def count_silent(actor: Actor, today: date) -> Backlog:
    """Open high-risk cases without a note, a service or a contact that took place for longer than admitted."""
    silent = silent_cases(is_at_work(actor), today)
    count, oldest = db.session.execute(sa.select(sa.func.count(), sa.func.min(silent.c.day))).one()
    return Backlog(count, oldest)


def count_answers(actor: Actor) -> tuple[Backlog, Backlog]:
    """Referrals whose window passed without an answer, and answers that the persons do not know yet; one statement."""
    passed = sa.and_(Referral.status.in_(AWAITED), Referral.answer_due_at < now())
    unanswered = sa.select(sa.func.count(), sa.func.min(Referral.answer_due_at)).where(_in_scope(actor), passed).subquery()
    step = _step_to_present_state()
    returned = (
        sa.select(sa.func.count(sa.distinct(Referral.id)), sa.func.min(step.c.changed_at))
        .select_from(Referral)
        .outerjoin(step, sa.true())
        .where(_in_scope(actor), is_returned())
        .subquery()
    )
    row = db.session.execute(sa.select(unanswered, returned).join_from(unanswered, returned, sa.true())).one()
    return Backlog(row[0], row[1]), Backlog(row[2], row[3])


def list_people(user_ids: Collection[UUID]) -> Sequence[User]:
    """These users by name; whoever carries cases is named, whether they still work here or not."""
    select = sa.select(User).where(User.id.in_(user_ids)).order_by(User.name, User.id)
    return db.session.scalars(select).all()


def list_offices_of(actor: Actor) -> Sequence[Office]:
    """The offices that the actor's scope covers, by name."""
    offices = actor.offices_for(Permission.REVIEW_CASELOAD)
    return db.session.scalars(sa.select(Office).where(Office.id.in_(offices)).order_by(Office.name)).all()


def is_at_work(actor: Actor) -> sa.ColumnElement[bool]:
    """Not closed, and in the actor's scope; written as the partial index is."""
    closed: sa.ColumnElement[Any] = sa.literal_column("'closed'")
    return sa.and_(in_scope(actor), Case.status != closed)


def is_returned() -> sa.ColumnElement[bool]:
    """The partner has answered, and nobody has told the person."""
    # The values stand in the text, so that the planner recognises the partial index.
    answers = sa.or_(*(Referral.status == sa.literal_column(f"'{status.value}'") for status in sorted(ANSWERS)))
    return sa.and_(answers, Referral.answer_seen_at.is_(None))


def _in_scope(actor: Actor) -> sa.ColumnElement[bool]:
    return in_scope(actor, Referral.scope_id)


def _step_to_present_state() -> Any:
    return (
        sa.select(ReferralStatusChange.changed_at)
        .where(ReferralStatusChange.referral_id == Referral.id, ReferralStatusChange.status == Referral.status)
        .lateral("step")
    )
