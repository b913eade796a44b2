"""The file that attachments lie in: a person's or a case's, read with the rules of its own room."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.attachments.enums import OwnerKind
from app.cases import queries as cases
from app.cases.models import Case
from app.foundation.actor import Actor
from app.people import queries as people
from app.people.models import Person


@dataclass(frozen=True)
class Owner:
    """What a rule or an audit row needs to know of the file.

    Attributes:
        audit_office_id: under what its audit rows are listed.
    """

    kind: OwnerKind
    id: UUID
    scope_id: UUID
    audit_office_id: UUID


def owner_of_case(case: Case) -> Owner:
    return Owner(OwnerKind.CASE, case.id, case.scope_id, case.audit_office_id)


def owner_of_person(person: Person) -> Owner:
    return Owner(OwnerKind.PERSON, person.id, person.scope_id, person.audit_office_id)


def get_owner(actor: Actor, kind: OwnerKind, owner_id: UUID) -> Owner:
    """
    Raises:
        NotFound: no such file in the actor's scope.
    """
    if kind is OwnerKind.CASE:
        return owner_of_case(cases.get_case(actor, owner_id))
    return owner_of_person(people.get_person(actor, owner_id))
