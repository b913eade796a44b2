"""What was corrected in a person's file."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.pagination import Page, paginate
from app.people import policies
from app.people.models import Person, PersonChange

_NEWEST_FIRST = (PersonChange.changed_at.desc(), PersonChange.id.desc())


def list_corrections(actor: Actor, person: Person, page: int | None) -> Page[PersonChange]:
    """The corrections of a person with who made them, newest first."""
    policies.check_can_view_person(actor, person)
    select = sa.select(PersonChange).where(PersonChange.person_id == person.id).options(joinedload(PersonChange.changer))
    return paginate(select.order_by(*_NEWEST_FIRST), page)


def all_corrections(actor: Actor, person: Person) -> Sequence[PersonChange]:
    """The same as a whole, for what is told to the person."""
    policies.check_can_view_person(actor, person)
    return db.session.scalars(sa.select(PersonChange).where(PersonChange.person_id == person.id).order_by(*_NEWEST_FIRST)).all()
