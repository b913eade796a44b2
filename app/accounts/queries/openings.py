"""How often a person's file was opened, by the role of who opened it: what the person may know without colleagues' names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Grant
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.database import db


class Opening(NamedTuple):
    """``role`` is what its holder was on that day, of several the first; None where they no longer can be told (days are UTC)."""

    month_start: date
    role: Role | None
    times: int


def count_openings(person_id: UUID) -> Sequence[Opening]:
    """By month and role, newest first. The database gives the rows of files in the actor's scope only."""
    log: Any = sa.func.access_log("person", person_id).table_valued(*AuditEvent.__table__.columns).render_derived(name="log")
    day = sa.cast(sa.func.timezone("UTC", log.c.occurred_at), sa.Date)
    held = sa.and_(
        Grant.user_id == log.c.actor_id,
        Grant.valid_from <= day,
        sa.or_(Grant.valid_until.is_(None), Grant.valid_until >= day),
        Grant.role.in_((Role.CASEWORKER, Role.SUPERVISOR)),
    )
    role = sa.select(Grant.role).where(held).order_by(Grant.role).limit(1).correlate(log).scalar_subquery()
    month = sa.cast(sa.func.date_trunc("month", day), sa.Date)
    opened = sa.select(month.label("month"), role.label("role")).where(log.c.action == "person:opened").subquery()
    counted = (
        sa.select(opened.c.month, opened.c.role, sa.func.count())
        .group_by(opened.c.month, opened.c.role)
        .order_by(opened.c.month.desc(), opened.c.role)
    )
    return [Opening(month, role and Role(role), count) for month, role, count in db.session.execute(counted)]
