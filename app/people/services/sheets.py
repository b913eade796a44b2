"""Handing a person the sheet about their case."""

from __future__ import annotations

from uuid import UUID

from app.audit import services as audit
from app.foundation.actor import Actor
from app.people import policies, queries
from app.people.enums import SheetKind
from app.people.models import Person


def hand_out_sheet(actor: Actor, person_id: UUID, kind: SheetKind, language: str) -> Person:
    """Give out the sheet, and write down that it was given.

    Args:
        language: ISO 639-1, in which it is written.

    Raises:
        NotFound: there is no such person within the actor's scope.
        NotAllowed: the actor only reads this file, by emergency access.
        WrongState: the file was erased, or the person died.
    """
    person = queries.get_person(actor, person_id)
    policies.check_not_erased(person)
    policies.check_takes_sheet(person)
    audit.record(
        actor,
        "person:sheet_given",
        subject_type="person",
        subject_id=person.id,
        office_id=person.audit_office_id,
        fields=[kind.value, language],
    )
    return person
