"""What happened in a case, told in one order: status changes, assignments, notes, services, follow-ups; one statement."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Team, User
from app.cases.models import Case, CaseAssignment, CaseNote, CaseStatusChange, FollowUp, ServiceDelivery
from app.cases.policies import can_read_case
from app.catalogue.models import Service
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.encryption import SealedText


class EventKind(enum.StrEnum):
    """What an event tells of; ``CaseEvent.facts`` differs by it."""

    STATUS = "status"
    ASSIGNMENT = "assignment"
    NOTE = "note"
    DELIVERY = "delivery"
    PLANNED = "planned"
    DONE = "done"


@dataclass(frozen=True)
class CaseEvent:
    """One event.

    Attributes:
        occurred_on: the day at the office on which it happened.
        recorded_at: the instant at which it was written down.
        author: name of who wrote it down; None for the system.
        facts: the columns that its sentence needs, by name; codes and numbers as in the database.
    """

    kind: EventKind
    occurred_on: date
    recorded_at: datetime
    author: str | None
    text: str | None
    facts: Mapping[str, Any]
    is_erased: bool = False
    """Whether there were words that nobody can read any more."""


WORDS: Mapping[EventKind, tuple[SealedText, ...]] = {
    EventKind.STATUS: (CaseStatusChange.reason,),
    EventKind.ASSIGNMENT: (CaseAssignment.reason,),
    EventKind.NOTE: (CaseNote.text,),
    EventKind.PLANNED: (FollowUp.purpose,),
    EventKind.DONE: (FollowUp.outcome_words, FollowUp.purpose),
}
"""Where the words of each kind of event stand; the first that are there are told."""

CASE_ID = sa.bindparam("case_id", type_=postgresql.UUID(as_uuid=True))
SCOPE_IDS = sa.bindparam("scope_ids", type_=postgresql.ARRAY(postgresql.UUID(as_uuid=True)))
TIME_ZONE = sa.bindparam("time_zone", type_=sa.Text())
OPENED_AT = sa.bindparam("opened_at", type_=sa.DateTime(timezone=True))
MOST = sa.bindparam("most", type_=sa.Integer())


def list_events(actor: Actor, case: Case, limit: int) -> Sequence[CaseEvent]:
    """The latest events of a case, newest first by the day on which they happened; none out of scope."""
    values = {
        "case_id": case.id,
        "scope_ids": [case.scope_id] if can_read_case(actor, case) else [],
        "time_zone": case.office.time_zone,
        "opened_at": case.recorded_at,
        "most": limit,
    }
    rows = db.session.execute(_latest_events(), values).all()
    return [_event_of(case, row) for row in rows]


def _event_of(case: Case, row: Any) -> CaseEvent:
    """The words are those of the first column of the kind that holds any."""
    kind = EventKind(row.kind)
    pairs = zip(WORDS.get(kind, ()), (row.words, row.further_words), strict=False)
    value, sealed = next(((value, sealed) for value, sealed in pairs if sealed is not None), (None, None))
    text = value.open_bytes(case.id, row.row_id, sealed) if value else None
    is_erased = sealed is not None and text is None
    return CaseEvent(kind, row.occurred_on, row.recorded_at, row.author, text, row.facts, is_erased)


@cache
def _latest_events() -> sa.Select[Any]:
    """Built once: putting so large a statement together takes longer than the database takes to answer it."""
    branches = (_status_changes(), _assignments(), _notes(), _deliveries(), _planned(), _done())
    events = sa.union_all(*branches).subquery()
    scoped = sa.exists().where(Case.id == CASE_ID, Case.scope_id == sa.any_(SCOPE_IDS))
    order = (events.c.occurred_on.desc(), events.c.recorded_at.desc(), events.c.kind)
    return sa.select(events).where(scoped).order_by(*order).limit(MOST)


def _event(
    kind: EventKind,
    *,
    occurred_on: Any,
    recorded_at: Any,
    author_id: InstrumentedAttribute[UUID | None],
    row_id: InstrumentedAttribute[UUID],
    facts: Mapping[str, Any] | None = None,
) -> sa.Select[Any]:
    """One branch of the union: the same columns for every kind."""
    author = aliased(User)
    pairs = [part for name, column in (facts or {}).items() for part in (sa.literal(name, sa.Text), column)]
    return sa.select(
        sa.literal(kind.value, sa.Text).label("kind"),
        occurred_on.label("occurred_on"),
        recorded_at.label("recorded_at"),
        sa.select(author.name).where(author.id == author_id).scalar_subquery().label("author"),
        row_id.label("row_id"),
        _sealed_words(kind, 0).label("words"),
        _sealed_words(kind, 1).label("further_words"),
        sa.func.jsonb_build_object(*pairs, type_=postgresql.JSONB).label("facts"),
    )


def _sealed_words(kind: EventKind, place: int) -> Any:
    words = WORDS.get(kind, ())
    return words[place].column if place < len(words) else sa.null().cast(sa.LargeBinary)


def _day_at_office(instant: Any) -> Any:
    return sa.cast(sa.func.timezone(TIME_ZONE, instant), sa.Date)


def _start_of_day(day: Any) -> Any:
    return sa.func.timezone(TIME_ZONE, sa.cast(day, sa.DateTime))


def _status_changes() -> sa.Select[Any]:
    return _event(
        EventKind.STATUS,
        occurred_on=CaseStatusChange.effective_on,
        recorded_at=CaseStatusChange.changed_at,
        author_id=CaseStatusChange.changed_by,
        row_id=CaseStatusChange.id,
        facts={"step": CaseStatusChange.step, "closure_reason": CaseStatusChange.closure_reason},
    ).where(CaseStatusChange.case_id == CASE_ID)


def _assignments() -> sa.Select[Any]:
    """Hand-overs. The one at the opening is left out where nobody or its own author took the case."""
    carrier = aliased(User)
    at_opening = CaseAssignment.assigned_at == OPENED_AT
    is_news = sa.or_(sa.not_(at_opening), CaseAssignment.caseworker_id != CaseAssignment.assigned_by)
    name = sa.select(carrier.name).where(carrier.id == CaseAssignment.caseworker_id).scalar_subquery()
    team = sa.select(Team.name).where(Team.id == CaseAssignment.team_id).scalar_subquery()
    return _event(
        EventKind.ASSIGNMENT,
        occurred_on=_day_at_office(CaseAssignment.assigned_at),
        recorded_at=CaseAssignment.assigned_at,
        author_id=CaseAssignment.assigned_by,
        row_id=CaseAssignment.id,
        facts={"caseworker": name, "team": team, "is_moved": _was_elsewhere()},
    ).where(CaseAssignment.case_id == CASE_ID, is_news)


def _was_elsewhere() -> sa.ColumnElement[bool]:
    """Whether the assignment before this one was for another team, or for the whole office."""
    earlier = aliased(CaseAssignment)
    is_other = earlier.team_id.is_distinct_from(CaseAssignment.team_id)
    before = sa.and_(earlier.case_id == CaseAssignment.case_id, earlier.assigned_at < CaseAssignment.assigned_at)
    latest = sa.select(is_other).where(before).order_by(earlier.assigned_at.desc()).limit(1).scalar_subquery()
    return sa.func.coalesce(latest, sa.false())


def _notes() -> sa.Select[Any]:
    return _event(
        EventKind.NOTE,
        occurred_on=CaseNote.occurred_on,
        recorded_at=CaseNote.recorded_at,
        author_id=CaseNote.author_id,
        row_id=CaseNote.id,
    ).where(CaseNote.case_id == CASE_ID)


def _deliveries() -> sa.Select[Any]:
    return (
        _event(
            EventKind.DELIVERY,
            occurred_on=ServiceDelivery.delivered_on,
            recorded_at=ServiceDelivery.recorded_at,
            author_id=ServiceDelivery.recorded_by,
            row_id=ServiceDelivery.id,
            facts={
                "name_es": Service.name_es,
                "name_en": Service.name_en,
                "name_pt": Service.name_pt,
                "quantity": ServiceDelivery.quantity,
                "unit": ServiceDelivery.unit,
                "modality": ServiceDelivery.modality,
                "value_minor": ServiceDelivery.value_minor,
                "currency": ServiceDelivery.currency,
            },
        )
        .join(Service, ServiceDelivery.service_id == Service.id)
        .where(ServiceDelivery.case_id == CASE_ID)
    )


def _planned() -> sa.Select[Any]:
    """Follow-ups still to come; once done they are told as done."""
    return _event(
        EventKind.PLANNED,
        occurred_on=_day_at_office(FollowUp.recorded_at),
        recorded_at=FollowUp.recorded_at,
        author_id=FollowUp.planned_by,
        row_id=FollowUp.id,
        facts={"form": FollowUp.kind, "due_on": FollowUp.due_on},
    ).where(FollowUp.case_id == CASE_ID, FollowUp.done_on.is_(None))


def _done() -> sa.Select[Any]:
    return _event(
        EventKind.DONE,
        occurred_on=FollowUp.done_on,
        recorded_at=sa.func.coalesce(FollowUp.done_recorded_at, _start_of_day(FollowUp.done_on)),
        author_id=FollowUp.done_by,
        row_id=FollowUp.id,
        facts={"form": FollowUp.kind, "outcome": FollowUp.outcome},
    ).where(FollowUp.case_id == CASE_ID, FollowUp.done_on.is_not(None))
