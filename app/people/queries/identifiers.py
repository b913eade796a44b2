"""Finding people by document number or phone: exact, by keyed fingerprint, without either standing in the clear."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Office
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.encryption import fingerprint
from app.people import policies
from app.people.document_numbers import possible_numbers
from app.people.models import IdentityDocument, Person
from app.people.phones import digits_meant

MOST_FOUND = 20
"""A family may share a phone; nobody shares one with more than these."""


class FoundBy(enum.StrEnum):
    """By which identifier somebody was found."""

    DOCUMENT = "document"
    PHONE = "phone"


def find_by_identifier(actor: Actor, typed: str) -> Sequence[tuple[Person, FoundBy]]:
    """The people within the actor's scope who have this very document number or phone, the latest registered first."""
    phones = phone_fingerprints(actor, typed)
    numbers = [fingerprint(IdentityDocument.number.purpose, number) for number in possible_numbers(typed)]
    if not phones and not numbers:
        return []
    holders = sa.select(IdentityDocument.person_id).where(IdentityDocument.number_index.in_(numbers))
    callers = sa.select(Person.id).where(Person.phone_index.in_(phones))
    people = _in_scope(actor, sa.union(holders, callers))
    return [(person, FoundBy.PHONE if person.phone_index in phones else FoundBy.DOCUMENT) for person in people]


def own_office_code(actor: Actor) -> str | None:
    """With which the codes of the actor's own office begin; None for who belongs to none."""
    return db.session.scalar(sa.select(Office.code).where(Office.id == actor.office_id))


def phone_fingerprints(actor: Actor, typed: str) -> list[bytes]:
    """The fingerprints under which a phone may be kept: in the world's common form, or as it was written."""
    if any(character.isalpha() for character in typed):
        return []
    return [fingerprint(Person.phone.purpose, digits) for digits in digits_meant(typed, country=actor.country)]


def _in_scope(actor: Actor, ids: Any) -> Sequence[Person]:
    select = (
        sa.select(Person)
        .where(Person.id.in_(ids), policies.in_scope(actor))
        .options(joinedload(Person.office), selectinload(Person.nationalities))
        .order_by(Person.registered_at.desc(), Person.id)
    )
    return db.session.scalars(select.limit(MOST_FOUND)).all()
