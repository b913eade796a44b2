"""What this room answers to the questions of ``accounts`` below it; ``app/wiring.py`` connects them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import db
from app.people.models import Person


def find_record_by_code(code: str) -> UUID | None:
    """The id of the person with this code, whatever the office."""
    return db.session.scalar(sa.select(Person.id).where(Person.code == code))
