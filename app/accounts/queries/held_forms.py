"""Reading the forms that wait for the actor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import HeldForm
from app.accounts.sessions.sealing import unseal
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db

WAITS = timedelta(hours=24)
"""Until a form that nobody sent on is dropped."""
PLACE = "held_form.fields"


@dataclass(frozen=True)
class WaitingForm:
    """A form as it was sent: names and values in their order."""

    id: UUID
    address: str
    sent_at: datetime
    fields: Sequence[tuple[str, str]]


def list_held_forms(actor: Actor) -> list[WaitingForm]:
    """What the actor had sent when their session had run out, the oldest first. Nobody else's can be read."""
    rows = db.session.scalars(_waiting(actor.id).order_by(HeldForm.created_at, HeldForm.id))
    return [WaitingForm(row.id, row.address, row.created_at, _fields(row)) for row in rows]


def count_held_forms(user_id: UUID | None, *, besides: UUID | None = None) -> int:
    """How many wait for somebody, not counting the one that was sent by the submission ``besides``."""
    waiting = _waiting(user_id).where(HeldForm.submission_id.is_distinct_from(besides))
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting.subquery())) or 0


def is_held(user_id: UUID | None, submission_id: UUID) -> bool:
    """Whether this form was sent and waits to be sent on."""
    return db.session.scalar(sa.select(_waiting(user_id).where(HeldForm.submission_id == submission_id).exists())) or False


def _waiting(user_id: UUID | None) -> sa.Select[HeldForm]:
    return sa.select(HeldForm).where(HeldForm.user_id == user_id, HeldForm.created_at > now() - WAITS)


def _fields(row: HeldForm) -> list[tuple[str, str]]:
    contents = unseal(row.fields, place=PLACE, row_id=row.id)
    return [(str(name), str(value)) for name, value in json.loads(contents)] if contents else []
