"""What this room answers to the questions of ``accounts`` below it; ``app/wiring.py`` connects them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.database import db
from app.people import services


def find_record_by_code(code: str) -> UUID | None:
    """The id of the person with this code at an office whose audit trail the actor reads."""
    return db.session.scalar(sa.select(sa.func.quipu_id_of_code("person", code)))


def differences_were_shown(actor: Actor, kind: str, record_id: UUID) -> None:
    """Write down that a person was opened by way of a form that came too late."""
    if kind == "person":
        services.open_file(actor, record_id)
