"""Whom to turn to when a person is not reached."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.people import policies
from app.people.models import AlternateContact, Person


def list_contacts(actor: Actor, person: Person) -> Sequence[AlternateContact]:
    """The contacts that still hold, in the order in which they were named."""
    policies.check_can_read_person(actor, person)
    return db.session.scalars(_held().where(AlternateContact.person_id == person.id)).all()


def contacts_of_members(actor: Actor, person_ids: Collection[UUID]) -> Sequence[AlternateContact]:
    """The contacts of some persons within the actor's scope."""
    of_them = _held().join(Person, Person.id == AlternateContact.person_id).where(Person.id.in_(person_ids))
    return db.session.scalars(of_them.where(policies.in_scope(actor))).all()


def get_contact(actor: Actor, person: Person, contact_id: UUID, *, for_update: bool = False) -> AlternateContact:
    """One contact of a person that still holds.

    Raises:
        NotFound: there is none.
    """
    policies.check_can_view_person(actor, person)
    select = _held().where(AlternateContact.id == contact_id, AlternateContact.person_id == person.id)
    if for_update:
        select = select.with_for_update(of=AlternateContact).execution_options(populate_existing=True)
    contact = db.session.scalar(select)
    if contact is None:
        raise NotFound(_l("There is no such contact any more. Open the person's file to see who is named now."))
    return contact


def _held() -> sa.Select[AlternateContact]:
    held = sa.select(AlternateContact).where(AlternateContact.ended_at.is_(None))
    return held.options(joinedload(AlternateContact.recorder)).order_by(AlternateContact.recorded_at, AlternateContact.id)
