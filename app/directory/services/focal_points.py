"""Adding and changing whom referrals are sent to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.directory import queries
from app.directory.models import FocalPoint
from app.directory.policies import check_can_manage
from app.directory.services.versions import record_change, record_new, write
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.ids import new_id


@dataclass(frozen=True)
class FocalPointContent:
    """A person or desk that answers referrals.

    Attributes:
        is_backup: asked only while the organisation has nobody else.
        is_ended: answers no more; referrals already sent stay with it.
    """

    name: str
    email: str
    phone: str | None = None
    is_backup: bool = False
    is_ended: bool = False


def add_focal_point(actor: Actor, organisation_id: UUID, content: FocalPointContent) -> FocalPoint:
    """Name somebody who answers for an organisation.

    Raises:
        NotAllowed: the actor does not keep the directory.
        NotFound: the organisation is out of the actor's country.
    """
    check_can_manage(actor)
    organisation = queries.get_organisation(actor, organisation_id)
    fields = _fields(actor, None, content)
    point = FocalPoint(id=new_id(), organisation_id=organisation.id, **fields)
    db.session.add(point)
    record_new(actor, point, fields)
    return point


def change_focal_point(actor: Actor, focal_point_id: UUID, content: FocalPointContent, *, based_on: int) -> FocalPoint:
    """Change a focal point, or say that it answers no more.

    Raises:
        NotAllowed: the actor does not keep the directory.
        NotFound: its organisation is out of the actor's country.
        StaleVersion: it was changed since version ``based_on``.
    """
    check_can_manage(actor)
    point = queries.get_focal_point(actor, focal_point_id, for_update=True)
    changed = write(point, _fields(actor, point, content), based_on=based_on)
    record_change(actor, point, changed)
    return point


def _fields(actor: Actor, point: FocalPoint | None, content: FocalPointContent) -> dict[str, Any]:
    ended_already = point.ended_on if point else None
    return {
        "name": content.name,
        "email": content.email,
        "phone": content.phone,
        "is_backup": content.is_backup,
        "ended_on": (ended_already or today_in(actor.time_zone)) if content.is_ended else None,
    }
