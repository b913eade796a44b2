"""Reading the trail, for the one page that shows it. No feature builds on these rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.audit.enums import AlertKind
from app.audit.models import AuditEvent
from app.audit.unusual import Happening
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.pagination import Page, paginate

LOOKS_BACK = timedelta(days=31)
"""How far a list goes back that names neither a day nor an actor nor a subject: all else would read the whole table."""


@dataclass(frozen=True)
class AuditFilter:
    """What narrows the list; each part may be missing. ``day`` is a date in ``time_zone``."""

    day: date | None = None
    actor_id: UUID | None = None
    action: str | None = None
    subject_id: UUID | None = None
    time_zone: str = "UTC"

    def names_in_use(self) -> list[str]:
        return [part.name for part in fields(self) if part.name != "time_zone" and getattr(self, part.name) is not None]

    @property
    def is_bounded(self) -> bool:
        return any((self.day, self.actor_id, self.subject_id))


def list_events(
    office_ids: Collection[UUID], wanted: AuditFilter, *, is_whole: bool = False, page: int | None = None
) -> Page[AuditEvent]:
    """Audit rows of these offices, newest first; with ``is_whole`` also the rows of no office, such as those of the system.

    What was done to a restricted record stands under the record's own id in place of an office: no list of offices reaches it.
    """
    select = sa.select(AuditEvent).order_by(AuditEvent.occurred_at.desc(), AuditEvent.id.desc())
    of_offices = AuditEvent.office_id.in_(office_ids)
    select = select.where(sa.or_(of_offices, AuditEvent.office_id.is_(None)) if is_whole else of_offices)
    for condition in _conditions(wanted):
        select = select.where(condition)
    return paginate(select, page)


def list_of_record(subject_type: str, subject_id: UUID, page: int | None) -> Page[AuditEvent]:
    """Who opened and changed one record, newest first; nothing of a record that the database does not show to the actor."""
    log = sa.func.access_log(subject_type, subject_id).table_valued(*AuditEvent.__table__.columns)
    event = aliased(AuditEvent, log, adapt_on_names=True)
    return paginate(sa.select(event).order_by(event.occurred_at.desc(), event.id.desc()), page)


COUNTED_ACTIONS: Mapping[AlertKind, tuple[str, ...]] = {
    AlertKind.MANY_FILES: ("person:opened", "case:opened", "referral:opened"),
    AlertKind.REFUSED_SIGN_INS: ("user:sign_in_failed",),
    AlertKind.REFUSED_RECORDS: ("access:refused",),
}
"""What is counted for each kind of alert. Lists and searches are not: a day's work shows many."""


def list_happenings(kind: AlertKind, since: datetime, limit: int) -> Mapping[UUID, Sequence[Happening]]:
    """What is counted for this kind of alert, by actor (of sign-ins: by account), of those who have more than ``limit``."""
    whose = AuditEvent.subject_id if kind is AlertKind.REFUSED_SIGN_INS else AuditEvent.actor_id
    about = AuditEvent.id if kind is AlertKind.REFUSED_SIGN_INS else AuditEvent.subject_id
    counted = sa.and_(
        AuditEvent.occurred_at > since,
        AuditEvent.action.in_(COUNTED_ACTIONS[kind]),
        AuditEvent.subject_id.is_not(None),
        whose.is_not(None),
    )
    busy = sa.select(whose).where(counted).group_by(whose).having(sa.func.count(about.distinct()) > limit)
    rows = db.session.execute(
        sa.select(whose.label("whose"), AuditEvent.occurred_at, about.label("about"))
        .where(counted, whose.in_(busy))
        .order_by(AuditEvent.occurred_at, AuditEvent.id)
    )
    found: dict[UUID, list[Happening]] = {}
    for row in rows:
        found.setdefault(row.whose, []).append(Happening(row.occurred_at, row.about))
    return found


def _conditions(wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.day is not None:
        conditions.append(AuditEvent.occurred_at >= _start(wanted.day, wanted.time_zone))
        # The last day of the calendar has no day after it.
        if wanted.day < date.max:
            conditions.append(AuditEvent.occurred_at < _start(wanted.day + timedelta(days=1), wanted.time_zone))
    if wanted.actor_id is not None:
        conditions.append(AuditEvent.actor_id == wanted.actor_id)
    if wanted.action is not None:
        conditions.append(AuditEvent.action == wanted.action)
    if wanted.subject_id is not None:
        conditions.append(AuditEvent.subject_id == wanted.subject_id)
    if not wanted.is_bounded:
        conditions.append(AuditEvent.occurred_at >= now() - LOOKS_BACK)
    return conditions


def _start(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(time_zone))
