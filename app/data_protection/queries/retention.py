"""Reading periods, holds and what the schedule plans. The first argument is the actor, where there is one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload

from app.accounts.models import Office
from app.data_protection import policies
from app.data_protection.enums import HoldReason, RetentionKind
from app.data_protection.models import RetentionHold, RetentionPeriod, ScheduledErasure
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate

LOOK_AHEAD = timedelta(days=90)
MOST_DONE = 50


class FoundFile(NamedTuple):
    """What tells the database whose file a hold is about; no contents."""

    person_id: UUID
    scope_id: UUID
    office_id: UUID


def countries_of(actor: Actor) -> Sequence[str]:
    """Countries of the offices whose retention the actor manages, ISO 3166-1 alpha-2."""
    theirs = Office.id.in_(actor.scopes_for(policies.MANAGING))
    return db.session.scalars(sa.select(Office.country).where(theirs).distinct().order_by(Office.country)).all()


def offices_in(country: str) -> frozenset[UUID]:
    """Ids of all offices of a country, whoever's."""
    return frozenset(db.session.scalars(sa.select(Office.id).where(Office.country == country)))


def list_periods(countries: Collection[str]) -> Mapping[tuple[str, RetentionKind], RetentionPeriod]:
    """What was set for these countries; a kind that is missing has its starting value."""
    select = sa.select(RetentionPeriod).where(RetentionPeriod.country.in_(countries))
    found = db.session.scalars(select.options(joinedload(RetentionPeriod.setter)))
    return {(period.country, period.kind): period for period in found}


def count_due(actor: Actor, today: date) -> Sequence[tuple[Office, RetentionKind, int]]:
    """How much falls due in the next 90 days, by office and kind."""
    select = (
        sa.select(Office, ScheduledErasure.kind, sa.func.count())
        .join(Office, Office.id == ScheduledErasure.office_id)
        .where(policies.manages(actor, ScheduledErasure.office_id), _is_ahead(today))
        .group_by(Office.id, ScheduledErasure.kind)
        .order_by(Office.name, ScheduledErasure.kind)
    )
    return [(office, kind, count) for office, kind, count in db.session.execute(select)]


def list_due(actor: Actor, today: date, page: int | None) -> Page[ScheduledErasure]:
    """What falls due in the next 90 days, the nearest first."""
    select = sa.select(ScheduledErasure).options(joinedload(ScheduledErasure.office))
    theirs = select.where(policies.manages(actor, ScheduledErasure.office_id), _is_ahead(today))
    return paginate(theirs.order_by(ScheduledErasure.erase_on, ScheduledErasure.id), page)


def code_of_plan(actor: Actor, plan_id: UUID | None) -> str | None:
    """The code of the person whose file, or whose case, is planned to go."""
    theirs = policies.manages(actor, ScheduledErasure.office_id)
    select = sa.select(ScheduledErasure.person_code).where(ScheduledErasure.id == plan_id, theirs)
    return db.session.scalar(select)


def list_done(actor: Actor) -> Sequence[ScheduledErasure]:
    """What the schedule erased last, newest first."""
    select = sa.select(ScheduledErasure).options(joinedload(ScheduledErasure.office))
    done = select.where(policies.manages(actor, ScheduledErasure.office_id), ScheduledErasure.settled_at.is_not(None))
    return db.session.scalars(done.order_by(ScheduledErasure.settled_at.desc()).limit(MOST_DONE)).all()


def list_holds(actor: Actor) -> Sequence[RetentionHold]:
    """Holds of the actor's offices, those in force first, then the newest."""
    select = sa.select(RetentionHold).options(joinedload(RetentionHold.setter), joinedload(RetentionHold.lifter))
    theirs = select.where(policies.manages(actor, RetentionHold.office_id))
    order = (RetentionHold.lifted_at.is_not(None), RetentionHold.held_until, RetentionHold.id)
    return db.session.scalars(theirs.order_by(*order).limit(MOST_DONE)).all()


def get_hold(actor: Actor, hold_id: UUID) -> RetentionHold:
    """One hold, locked.

    Raises:
        NotFound: there is none at the actor's offices.
    """
    select = sa.select(RetentionHold).where(RetentionHold.id == hold_id, policies.manages(actor, RetentionHold.office_id))
    hold = db.session.scalar(select.with_for_update().execution_options(populate_existing=True))
    if hold is None:
        raise NotFound(policies.NO_SUCH_HOLD)
    return hold


def holds_in_force(person_ids: Collection[UUID], today: date) -> frozenset[UUID]:
    """Who of these is held today."""
    held = sa.select(RetentionHold.person_id).where(RetentionHold.person_id.in_(person_ids), _holds(today))
    return frozenset(db.session.scalars(held))


def has_hold(person_id: UUID, reason: HoldReason) -> bool:
    """Whether a hold for this reason was set and not lifted, its day over or not."""
    same = (RetentionHold.person_id == person_id, RetentionHold.reason == reason, RetentionHold.lifted_at.is_(None))
    return bool(db.session.scalar(sa.select(sa.exists().where(*same))))


def is_held(person_id: UUID, today: date) -> bool:
    return bool(holds_in_force([person_id], today))


def find_file_by_code(code: str) -> FoundFile | None:
    """The file with this code at an office whose data protection the actor of the transaction cares for."""
    columns = [sa.column(name, postgresql.UUID(as_uuid=True)) for name in FoundFile._fields]
    found = sa.func.quipu_file_to_hold(code.strip().upper()).table_valued(*columns)
    row = db.session.execute(sa.select(found)).one_or_none()
    return FoundFile(*row) if row else None


def next_to_erase(today: date) -> ScheduledErasure | None:
    """The plan that has waited longest and that no hold keeps, locked; for the job."""
    held = sa.exists().where(RetentionHold.person_id == ScheduledErasure.person_id, _holds(today))
    select = sa.select(ScheduledErasure).where(ScheduledErasure.settled_at.is_(None), ScheduledErasure.erase_on <= today, ~held)
    locked = select.order_by(ScheduledErasure.erase_on, ScheduledErasure.id).limit(1).with_for_update(skip_locked=True)
    return db.session.scalar(locked.execution_options(populate_existing=True))


def _holds(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(RetentionHold.lifted_at.is_(None), RetentionHold.held_until >= today)


def _is_ahead(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(ScheduledErasure.settled_at.is_(None), ScheduledErasure.erase_on <= today + LOOK_AHEAD)
