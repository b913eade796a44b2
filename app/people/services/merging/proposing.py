"""Which of two files is proposed to stay."""

from __future__ import annotations

from app.foundation.actor import Actor
from app.people.models import Person
from app.people.services.merging.rows import rows_to_move

DOCUMENTS = "identity_document.person_id"


def in_proposed_order(actor: Actor, one: Person, other: Person) -> tuple[Person, Person]:
    """The file to keep first: the one with a document, else the one to which more belongs, else the older."""
    kept = min((one, other), key=lambda person: (*_little(actor, person), person.registered_at, person.code))
    return (one, other) if kept is one else (other, one)


def _little(actor: Actor, person: Person) -> tuple[bool, int]:
    """The less, the more belongs to a file, as far as the actor may know."""
    rows = rows_to_move(actor, person)
    return all(each.column != DOCUMENTS for each in rows), -sum(each.count for each in rows)
