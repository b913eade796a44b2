"""Children of whom it still has to be recorded who answers for them: in the cases that somebody carries, or registered lately.

Nothing is kept: the task is computed from the person's file (``app/people/queries/children.py``), and is gone with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql

from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.cases.policies.scope import in_scope
from app.foundation.actor import Actor
from app.foundation.clock import date_in, now, today_in
from app.foundation.database import db
from app.foundation.pagination import Page, paginate
from app.people.enums import CareNeed, CareSituation
from app.people.models import ChildCare, Person
from app.people.policies import NEWLY_REGISTERED, may_be_child
from app.people.policies import in_scope as person_in_scope
from app.people.queries import TO_RECORD, born_until, care_need, last_parting, parted_since, stated_of
from config import Settings

MOST_CHILDREN = 100
"""Nobody carries more; a list is read from its beginning."""


@dataclass(frozen=True)
class ChildTask:
    """One child of whom it has to be recorded who answers for them.

    Attributes:
        case_id, code: the earliest of the child's cases that the caseworker carries; without one, None and the person's code.
        situation: as it was stated; None where nothing was.
        due_on: until when a full assessment of what is best for the child is due: counted from the opening or registration,
            the latest statement, or the day on which it was recorded that somebody left.
        born_until: the latest day on which they can have been born; None where no age is known.
    """

    case_id: UUID | None
    code: str
    person_id: UUID
    given_names: str | None
    surname_1: str | None
    surname_2: str | None
    need: CareNeed
    situation: CareSituation | None
    due_on: date
    born_until: date | None = None


def list_child_tasks(actor: Actor, caseworker_id: UUID) -> Sequence[ChildTask]:
    """The children in cases at work that somebody carries, and those whom they registered lately; each once.

    The youngest come first; two statements.
    """
    rows = db.session.execute(_tasks(actor, Case.caseworker_id == caseworker_id).limit(MOST_CHILDREN)).all()
    carried = [_task(actor, row) for row in rows]
    known = {task.person_id for task in carried}
    registered = [task for task in _registered(actor, Person.registered_by == caseworker_id) if task.person_id not in known]
    return sorted([*carried, *registered], key=_youngest_first)


def list_children_of_offices(supervisor: Actor, office_ids: Collection[UUID]) -> Sequence[ChildTask]:
    """The children who were registered lately at some offices, or whose household somebody left; the youngest first.

    At most ``MOST_CHILDREN``.
    """
    return _registered(supervisor, Person.office_id.in_(office_ids))


def page_of_new_children(supervisor: Actor, office_ids: Collection[UUID], page: int | None) -> Page[ChildTask]:
    """The same, page by page."""
    which = Person.office_id.in_(office_ids)
    return _page(supervisor, which, _is_new(which), page)


def page_of_waiting_children(supervisor: Actor, office_ids: Collection[UUID], page: int | None) -> Page[ChildTask]:
    """Those who were registered longer ago at some offices, page by page, the youngest first."""
    return _page(supervisor, Person.office_id.in_(office_ids), Person.registered_at < now() - NEWLY_REGISTERED, page)


def find_child_task(actor: Actor, case: Case) -> ChildTask | None:
    """What has to be recorded about the child of one case at work; an adult is not asked about at all."""
    if not may_be_child(case.person, today_in(actor.time_zone)):
        return None
    row = db.session.execute(_tasks(actor, Case.id == case.id)).first()
    return _task(actor, row) if row else None


def _registered(actor: Actor, which: sa.ColumnElement[bool]) -> list[ChildTask]:
    lately = _select_registered(actor, which, _is_new(which))
    return [_registered_task(actor, row) for row in db.session.execute(lately.limit(MOST_CHILDREN))]


def _is_new(which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Somebody registered lately, or whose household parted lately: then it may have to be asked anew."""
    since = now() - NEWLY_REGISTERED
    registered = sa.select(Person.id).where(which, Person.registered_at >= since).correlate(None)
    return Person.id.in_(sa.union_all(registered, parted_since(since)))


def _youngest_first(task: ChildTask) -> tuple[int, str]:
    """Whoever is of no known age comes last."""
    return (-(task.born_until or date.min).toordinal(), task.code)


def _page(actor: Actor, which: sa.ColumnElement[bool], when: sa.ColumnElement[bool], page: int | None) -> Page[ChildTask]:
    return paginate(_select_registered(actor, which, when), page).map(lambda row: _registered_task(actor, row))


def _registered_task(actor: Actor, row: Any) -> ChildTask:
    *facts, registered_at, stated_at, parted_at = row
    return _task(actor, (*facts, date_in(registered_at, actor.time_zone), stated_at, parted_at))


def _select_registered(actor: Actor, which: sa.ColumnElement[bool], when: sa.ColumnElement[bool]) -> sa.Select[Any]:
    need = care_need(actor, Person, today_in(actor.time_zone))
    columns = (
        sa.null(), Person.code, Person.id, Person.given_names, Person.surname_1, Person.surname_2, need, ChildCare.situation,
        born_until(Person), Person.registered_at, ChildCare.recorded_at, last_parting(actor, Person),
    )  # fmt: skip
    return (
        sa.select(*columns)
        .outerjoin(ChildCare, stated_of(Person))
        .where(which, when, Person.merged_into_id.is_(None), person_in_scope(actor), need.in_(TO_RECORD))
        .order_by(born_until(Person).desc().nulls_last(), Person.registered_at.desc(), Person.id)
    )


def _tasks(actor: Actor, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    need = care_need(actor, Person, today_in(actor.time_zone))
    columns = (
        Case.id, Case.code, Person.id, Person.given_names, Person.surname_1, Person.surname_2, need, ChildCare.situation,
        born_until(Person), Case.opened_on, ChildCare.recorded_at, last_parting(actor, Person),
    )  # fmt: skip
    return (
        sa.select(*columns)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(ChildCare, stated_of(Person))
        .where(which, in_scope(actor), person_in_scope(actor), Case.status != CaseStatus.CLOSED)
        .where(need.in_(TO_RECORD))
        .ext(postgresql.distinct_on(Person.id))
        .order_by(Person.id, Case.opened_on, Case.id)
    )


def _task(actor: Actor, row: Any) -> ChildTask:
    *facts, opened_on, stated_at, parted_at = row
    settings: Settings = current_app.extensions["settings"]
    begun = max([opened_on, *(date_in(moment, actor.time_zone) for moment in (stated_at, parted_at) if moment)])
    case_id, code, person_id, given_names, surname_1, surname_2, need, situation, born = facts
    due_on = begun + timedelta(days=settings.child_assessment_days)
    return ChildTask(case_id, code, person_id, given_names, surname_1, surname_2, CareNeed(need), situation, due_on, born)
