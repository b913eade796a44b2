"""One caseworker's own work, by how pressing it is."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.enums import FollowUpKind
from app.cases.models import Case, FollowUp
from app.cases.policies import in_scope
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people.models import Person
from app.referrals.models import Referral, ReferralStatusChange
from app.supervision.policies import COMING_DAYS


class DayPart(enum.StrEnum):
    """The parts of a day that one's own cases fall into."""

    OVERDUE = "overdue"
    TODAY = "today"
    COMING = "coming"


@dataclass(frozen=True)
class DayCase:
    """One case that asks for attention.

    Attributes:
        attention_on: its day of attention (see ``Case.attention_on``).
        follow_up_id, follow_up: the nearest open follow-up; None when none is planned.
        has_died: whether the person died: then the case is to be closed.
    """

    part: DayPart
    id: UUID
    code: str
    attention_on: date
    given_names: str | None
    surname_1: str | None
    surname_2: str | None
    follow_up_id: UUID | None
    follow_up: FollowUpKind | None
    has_died: bool


@dataclass(frozen=True)
class DayCounts:
    """How many of somebody's cases fall into each part."""

    overdue: int
    today: int
    coming: int

    def of(self, part: DayPart) -> int:
        return {DayPart.OVERDUE: self.overdue, DayPart.TODAY: self.today, DayPart.COMING: self.coming}[part]


def count_cases_of(actor: Actor, caseworker_id: UUID, today: date) -> DayCounts:
    counts = [sa.func.count().filter(_is_in(part, today)) for part in DayPart]
    row: Any = db.session.execute(sa.select(*counts).select_from(Case).where(*_carried(actor, caseworker_id))).one()
    return DayCounts(row[0], row[1], row[2])


def list_cases_of(actor: Actor, caseworker_id: UUID, today: date, *, most: int) -> Sequence[DayCase]:
    """The most pressing cases that somebody carries, at most so many of each part, in the order of their days; one statement."""
    parts = [
        sa.select(Case.id.label("id"), sa.literal(part.value).label("part"))
        .where(*_carried(actor, caseworker_id), _is_in(part, today))
        .order_by(Case.attention_on, Case.id)
        .limit(most)
        .subquery()
        .select()
        for part in DayPart
    ]
    chosen = sa.union_all(*parts).subquery("chosen")
    nearest = _nearest_follow_up()
    select: sa.Select[Any] = (
        sa.select(
            chosen.c.part, Case.id, Case.code, Case.attention_on,
            Person.given_names, Person.surname_1, Person.surname_2, nearest.c.id, nearest.c.kind,
            Person.death_known_by.is_not(None),
        )
        .join(Case, Case.id == chosen.c.id)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(nearest, sa.true())
        .order_by(Case.attention_on, Case.id)
    )  # fmt: skip
    rows: Sequence[Any] = db.session.execute(select).all()
    return [DayCase(DayPart(row[0]), *row[1:]) for row in rows]


def list_times_of_answers(referral_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When each referral came to its present state."""
    rows = db.session.execute(
        sa.select(Referral.id, sa.func.max(ReferralStatusChange.changed_at))
        .join(ReferralStatusChange, sa.and_(ReferralStatusChange.referral_id == Referral.id))
        .where(Referral.id.in_(referral_ids), ReferralStatusChange.status == Referral.status)
        .group_by(Referral.id)
    )
    return {referral_id: moment for referral_id, moment in rows}  # noqa: C416 - a row is a tuple by name only


def _carried(actor: Actor, caseworker_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    # Written as the partial index is, with the value in the text, so that the planner recognises it.
    closed: sa.ColumnElement[Any] = sa.literal_column("'closed'")
    return Case.caseworker_id == caseworker_id, in_scope(actor), Case.status != closed


def _is_in(part: DayPart, today: date) -> sa.ColumnElement[bool]:
    match part:
        case DayPart.OVERDUE:
            return Case.attention_on < today
        case DayPart.TODAY:
            return Case.attention_on == today
        case DayPart.COMING:
            return sa.and_(Case.attention_on > today, Case.attention_on <= today + COMING_DAYS)


def _nearest_follow_up() -> Any:
    return (
        sa.select(FollowUp.id, FollowUp.kind)
        .where(FollowUp.case_id == Case.id, FollowUp.done_on.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(1)
        .lateral("nearest")
    )
