"""What was done and planned in one case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.cases.enums import FollowUpKind
from app.cases.models import Case, CaseNote, FollowUp, ServiceDelivery
from app.cases.policies import is_readable
from app.catalogue.models import Service
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.pagination import Page, paginate


def find_nearest_follow_up(actor: Actor, case_id: UUID) -> FollowUp | None:
    """The open follow-up that is due first."""
    select = (
        sa.select(FollowUp)
        .join(FollowUp.case)
        .where(FollowUp.case_id == case_id, FollowUp.done_on.is_(None), is_readable(actor))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return db.session.scalars(select.limit(1)).one_or_none()


def list_days_ahead(actor: Actor, case_ids: Collection[UUID], today: date) -> Sequence[date]:
    """The days from today on at which the person is awaited at the office, for any of these cases.

    What was planned along with the opening is a deadline for the caseworker; nobody agreed on it with the person.
    """
    purpose: Any = FollowUp.purpose.column
    was_agreed = sa.or_(purpose.is_not(None), FollowUp.recorded_at != Case.recorded_at)
    awaited = (FollowUp.kind == FollowUpKind.APPOINTMENT, FollowUp.done_on.is_(None), FollowUp.due_on >= today, was_agreed)
    select = sa.select(FollowUp.due_on).join(FollowUp.case).where(FollowUp.case_id.in_(case_ids), *awaited, is_readable(actor))
    return db.session.scalars(select.distinct().order_by(FollowUp.due_on)).all()


def list_follow_ups(actor: Actor, case_id: UUID, page: int | None) -> Page[FollowUp]:
    """Open follow-ups by their day, then those done, newest first."""
    select = (
        sa.select(FollowUp)
        .join(FollowUp.case)
        .where(FollowUp.case_id == case_id, is_readable(actor))
        .order_by(
            FollowUp.done_on.is_(None).desc(),
            sa.case((FollowUp.done_on.is_(None), FollowUp.due_on)).asc(),
            FollowUp.done_on.desc(),
            FollowUp.id.desc(),
        )
    )
    return paginate(select.options(joinedload(FollowUp.doer), joinedload(FollowUp.planner)), page)


def list_notes(actor: Actor, case_id: UUID, page: int | None) -> Page[CaseNote]:
    """Notes with their authors, newest first by the day on which they occurred."""
    select = (
        sa.select(CaseNote)
        .join(Case, CaseNote.case_id == Case.id)
        .where(CaseNote.case_id == case_id, is_readable(actor))
        .options(joinedload(CaseNote.author))
        .order_by(CaseNote.occurred_on.desc(), CaseNote.recorded_at.desc())
    )
    return paginate(select, page)


def list_deliveries(actor: Actor, case_id: UUID, page: int | None) -> Page[ServiceDelivery]:
    """Services delivered, with the catalogue's service and the author, newest first."""
    select = (
        sa.select(ServiceDelivery)
        .join(Case, ServiceDelivery.case_id == Case.id)
        .where(ServiceDelivery.case_id == case_id, is_readable(actor))
        .options(joinedload(ServiceDelivery.service), joinedload(ServiceDelivery.author))
        .order_by(ServiceDelivery.delivered_on.desc(), ServiceDelivery.recorded_at.desc())
    )
    return paginate(select, page)


def get_deliverable_service(actor: Actor, service_id: UUID) -> Service:
    """A service of the catalogue by its id.

    Raises:
        RefusedInput: the catalogue holds no such service.
    """
    del actor  # public facts: every actor may read them
    service = db.session.get(Service, service_id)
    if service is None:
        raise RefusedInput(_l("Choose a service of the list."), "service_id")
    return service
