"""What the schedule finds due, in one statement for each kind. For the job, which sees all files; it has no actor's scope.

A family ends together: a child without a case of their own is kept as long as anybody they live with has one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Office
from app.attachments.models import Attachment
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.data_protection.enums import WHOLE_FILES, ErasureState, RetentionKind
from app.data_protection.models import ErasureRequest, RetentionPeriod
from app.data_protection.periods import STARTING_PERIODS
from app.foundation.database import db
from app.people.models import Consent, HouseholdMember, IdentityDocument, Person, PersonChange
from app.referrals.lifecycle import OPEN_STATES
from app.referrals.models import Referral

Due = sa.Select[UUID, UUID, UUID, str, str, int, date]
"""Of a record: its id, the person's, the office's, its code and the person's, the months by which it is due, and the day."""
STANDING = (ErasureState.REQUESTED, ErasureState.APPROVED)


def due_records(kind: RetentionKind, until: date, *, only: UUID | None = None) -> Due:
    """What of a kind is due until a day; with ``only``, whether this one record is."""
    find = {
        RetentionKind.PERSON_FILE: lambda: _people(kind, until, had_work=True, only=only),
        RetentionKind.PERSON_WITHOUT_CASE: lambda: _people(kind, until, had_work=False, only=only),
        RetentionKind.CASE_WORDS: lambda: _cases(kind, until, is_restricted=False),
        RetentionKind.RESTRICTED_WORDS: lambda: _cases(kind, until, is_restricted=True),
    }
    due = find[kind]()
    return due if only is None else due.where((Person.id if kind in WHOLE_FILES else Case.id) == only)


def is_any_asked_for(person_ids: Collection[UUID]) -> bool:
    """Whether somebody asked that one of these is erased, and it is neither refused nor done."""
    return any(db.session.scalar(sa.select(_is_asked_for(person_id))) for person_id in person_ids)


def is_due(kind: RetentionKind, record_id: UUID, today: date) -> bool:
    """Whether one record is due today; asked once more before it goes."""
    return db.session.execute(due_records(kind, today, only=record_id)).first() is not None


def _cases(kind: RetentionKind, until: date, *, is_restricted: bool) -> Due:
    months = _months(kind)
    due_on = _after(Case.closed_on, months)
    ended = sa.and_(Case.status == CaseStatus.CLOSED, Case.erased_at.is_(None), Case.is_restricted.is_(is_restricted))
    return (
        sa.select(
            Case.id.label("record_id"),
            Case.person_id,
            Case.office_id,
            Case.code,
            Person.code.label("person_code"),
            months.label("months"),
            due_on.label("due_on"),
        )
        .join(Office, Office.id == Case.office_id)
        .join(Person, Person.id == Case.person_id)
        .where(ended, due_on <= until, ~_has_open_referral(Case.id), ~_is_asked_for(Case.person_id))
    )


def _people(kind: RetentionKind, until: date, *, had_work: bool, only: UUID | None) -> Due:
    circle = _circles(only)
    work = _work_of_circles(circle)
    months = _months(kind)
    began = work.c.last_closed if had_work else sa.cast(Person.registered_at, sa.Date)
    due_on = _after(sa.func.greatest(began, *_last_touches()), months)
    ended = work.c.is_open.is_(False) if had_work else work.c.circle_id.is_(None)
    of_person = sa.select(Case.id).where(Case.person_id == Person.id).correlate(Person)
    return (
        sa.select(
            Person.id.label("record_id"),
            Person.id.label("person_id"),
            Person.office_id,
            Person.code,
            Person.code.label("person_code"),
            months.label("months"),
            due_on.label("due_on"),
        )
        .join(Office, Office.id == Person.office_id)
        .join(circle, circle.c.person_id == Person.id)
        .outerjoin(work, work.c.circle_id == circle.c.circle_id)
        # The plain day first: only who can be due at all is looked up further.
        .where(
            Person.erased_at.is_(None), Person.merged_into_id.is_(None), ended, _after(began, months) <= until, due_on <= until
        )
        .where(~_has_open_referral(of_person), ~_is_asked_for(Person.id))
    )


def _circles(only: UUID | None) -> sa.CTE:
    """Each person with whom they live with at present, or just ``only`` with theirs; who lives alone is a circle of one."""
    present = sa.and_(HouseholdMember.person_id == Person.id, HouseholdMember.left_on.is_(None))
    circle_id = sa.func.coalesce(HouseholdMember.household_id, Person.id).label("circle_id")
    select = sa.select(Person.id.label("person_id"), circle_id).outerjoin(HouseholdMember, present)
    if only is not None:
        own = sa.select(HouseholdMember.household_id).where(HouseholdMember.person_id == only, HouseholdMember.left_on.is_(None))
        select = select.where(sa.or_(Person.id == only, HouseholdMember.household_id == own.scalar_subquery()))
    return select.where(Person.erased_at.is_(None)).cte("circle")


def _work_of_circles(circles: sa.CTE) -> sa.CTE:
    circle = circles.alias("worked")
    select = sa.select(
        circle.c.circle_id,
        sa.func.max(Case.closed_on).label("last_closed"),
        sa.func.bool_or(Case.status != CaseStatus.CLOSED).label("is_open"),
    )
    return select.join(Case, Case.person_id == circle.c.person_id).group_by(circle.c.circle_id).cte("work")


def _last_touches() -> list[Any]:
    moments = (
        (Consent.decided_at, Consent.person_id),
        (PersonChange.changed_at, PersonChange.person_id),
        (IdentityDocument.recorded_at, IdentityDocument.person_id),
        (Attachment.recorded_at, Attachment.person_id),
    )
    latest = (sa.select(sa.func.max(moment)).where(of == Person.id).correlate(Person) for moment, of in moments)
    return [sa.cast(one.scalar_subquery(), sa.Date) for one in latest]


def _months(kind: RetentionKind) -> sa.ColumnElement[int]:
    own = sa.select(RetentionPeriod.months).where(RetentionPeriod.country == Office.country, RetentionPeriod.kind == kind)
    return sa.func.coalesce(own.correlate(Office).scalar_subquery(), STARTING_PERIODS[kind].months)


def _after(day: Any, months: sa.ColumnElement[int]) -> sa.ColumnElement[date]:
    return sa.cast(day + sa.func.make_interval(0, months), sa.Date)


def _has_open_referral(case_ids: Any) -> sa.ColumnElement[bool]:
    is_of = Referral.case_id.in_(case_ids) if isinstance(case_ids, sa.Select) else Referral.case_id == case_ids
    return sa.exists().where(is_of, Referral.status.in_(OPEN_STATES))


def _is_asked_for(person_id: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(ErasureRequest.person_id == person_id, ErasureRequest.state.in_(STANDING))
