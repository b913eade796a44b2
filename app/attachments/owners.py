"""The file that attachments lie in: a person's or a case's, read with the rules of its own room."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.attachments.enums import OwnerKind
from app.cases import policies as case_rules
from app.cases import queries as cases
from app.cases.models import Case
from app.foundation.actor import Actor
from app.people import policies as person_rules
from app.people import queries as people
from app.people.models import Person


@dataclass(frozen=True)
class Owner:
    """What a rule or an audit row needs to know of the file.

    Attributes:
        audit_office_id: under what its audit rows are listed.
        is_read_in_emergency: by the actor it was read for; they see which attachments there are, and no content.
        is_erased: nothing more is written into it.
    """

    kind: OwnerKind
    id: UUID
    scope_id: UUID
    audit_office_id: UUID
    is_read_in_emergency: bool
    is_erased: bool


def owner_of_case(actor: Actor, case: Case) -> Owner:
    emergency = case_rules.is_glass_broken(actor, case)
    return Owner(OwnerKind.CASE, case.id, case.scope_id, case.audit_office_id, emergency, case.erased_at is not None)


def owner_of_person(actor: Actor, person: Person) -> Owner:
    emergency = person_rules.is_glass_broken(actor, person)
    return Owner(OwnerKind.PERSON, person.id, person.scope_id, person.audit_office_id, emergency, person.erased_at is not None)


def get_owner(actor: Actor, kind: OwnerKind, owner_id: UUID) -> Owner:
    """The file, for changing it or handing a content out.

    Raises:
        NotFound: no such file in the actor's scope.
        NotAllowed: the actor only reads this file, by emergency access.
    """
    if kind is OwnerKind.CASE:
        return owner_of_case(actor, cases.get_case(actor, owner_id))
    return owner_of_person(actor, people.get_person(actor, owner_id))


def lock_owner(actor: Actor, kind: OwnerKind, owner_id: UUID) -> Owner:
    """The same, locked: what is added to the file waits for its erasure, and is counted with what was added just before."""
    if kind is OwnerKind.CASE:
        return owner_of_case(actor, cases.get_case(actor, owner_id, for_update=True))
    return owner_of_person(actor, people.get_person(actor, owner_id, for_update=True))


def read_owner(actor: Actor, kind: OwnerKind, owner_id: UUID) -> Owner:
    """The same for looking at only.

    Raises:
        NotFound: no such file that the actor may read.
    """
    if kind is OwnerKind.CASE:
        return owner_of_case(actor, cases.read_case(actor, owner_id))
    return owner_of_person(actor, people.read_person(actor, owner_id))
