"""Several people in one saving: a family beside its head, and a crowd, one line a person. All of them stand, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import RefusedInput, WrongState
from app.people import policies, queries
from app.people.enums import CareRelation, CareSituation, ConsentHolder, Relation
from app.people.models import Person
from app.people.services.children import NewCare, state_care
from app.people.services.consents import ConsentAnswer
from app.people.services.facts import NewPerson
from app.people.services.households import link_member, register_member
from app.people.services.persons import register_person

CARE_BY_RELATION: Mapping[Relation, tuple[CareSituation, CareRelation]] = {
    Relation.CHILD: (CareSituation.ACCOMPANIED, CareRelation.PARENT),
    Relation.SIBLING: (CareSituation.SEPARATED, CareRelation.SIBLING),
    Relation.GRANDCHILD: (CareSituation.SEPARATED, CareRelation.GRANDPARENT),
    Relation.NIECE_NEPHEW: (CareSituation.SEPARATED, CareRelation.AUNT_UNCLE),
    Relation.OTHER_RELATIVE: (CareSituation.SEPARATED, CareRelation.OTHER_RELATIVE),
    Relation.NOT_RELATED: (CareSituation.UNACCOMPANIED, CareRelation.OTHER),
}
"""What somebody under 18 is to the head -> with whom they are, and what the head is to them; a worker can state it anew.

A child who is with an adult relative is separated all the same, as long as it is not known that this one brought them up.
"""


class RefusedLine(RefusedInput):
    """A rule was broken in one of the lines: ``index`` counts those that were handed over."""

    def __init__(self, index: int, refusal: RefusedInput) -> None:
        super().__init__(refusal.sentence, refusal.field)
        self.index = index

    def at(self, field: str) -> RefusedInput:
        """The same refusal at a field of the page."""
        return RefusedInput(self.sentence, field)


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """A member of a family, and what they are to its head.

    Attributes:
        is_in_care: whether the head answers for them.
    """

    facts: NewPerson
    relation: Relation
    is_in_care: bool = False
    consents: Sequence[ConsentAnswer] = ()


@dataclass(frozen=True, kw_only=True)
class CrowdLine:
    """One person of a list.

    Attributes:
        person_id: whose file this is, where they were registered before; the facts then change nothing.
        is_with_previous: whether they belong to the family of the line above.
    """

    facts: NewPerson
    consents: Sequence[ConsentAnswer] = ()
    person_id: UUID | None = None
    is_with_previous: bool = False


def register_family(actor: Actor, head: NewPerson, consents: Sequence[ConsentAnswer], members: Sequence[NewMember]) -> Person:
    """Register somebody with the members of their family; without members, somebody alone. Gives the head.

    Raises:
        NotAllowed, RefusedInput: as in ``register_person``.
        RefusedLine: the same of a member.
    """
    person = register_person(actor, head, consents)
    for index, member in enumerate(members):
        with _told_at(index):
            registered = register_member(actor, person.id, member.facts, member.relation, member.consents)
            if member.is_in_care:
                _state_care_of_head(actor, registered, head=person, relation=member.relation)
    return person


def register_crowd(actor: Actor, lines: Sequence[CrowdLine]) -> list[Person]:
    """Register a list of people; gives the new ones in their order.

    Raises:
        NotFound: a file that a line names lies outside the actor's scope.
        RefusedLine: as in ``register_person``, or who is registered already belongs to another household.
    """
    registered: list[Person] = []
    anchor: Any = None
    for index, line in enumerate(lines):
        with _told_at(index):
            person = _place(actor, line, anchor if line.is_with_previous else None)
        if line.person_id is None:
            registered.append(person)
        if not line.is_with_previous:
            anchor = person.id
    return registered


def _place(actor: Actor, line: CrowdLine, anchor: UUID | None) -> Person:
    """What people of a list are to each other is asked later: the list only says who belongs together."""
    known = queries.get_person(actor, line.person_id) if line.person_id else None
    if known is not None:
        return link_member(actor, anchor, known.code, Relation.UNKNOWN) if anchor else known
    if anchor:
        return register_member(actor, anchor, line.facts, Relation.UNKNOWN, line.consents)
    return register_person(actor, line.facts, line.consents)


def _state_care_of_head(actor: Actor, child: Person, *, head: Person, relation: Relation) -> None:
    """A parent decides for their child; who decides for a child with another relative stays to be asked."""
    situation, what = CARE_BY_RELATION.get(relation, (CareSituation.UNKNOWN, CareRelation.UNKNOWN))
    care = NewCare(
        situation=situation,
        since_on=today_in(actor.time_zone),
        consent_holder=ConsentHolder.GUARDIAN if what is CareRelation.PARENT else ConsentHolder.NOBODY_YET,
        guardian_code=head.code,
        guardian_relation=what,
    )
    try:
        policies.check_may_be_child(child, care.since_on)
    except WrongState as refusal:
        raise RefusedInput(refusal.sentence, "in_care") from refusal
    policies.check_may_answer_for(head, relation, care.since_on)
    state_care(actor, child.id, care)


@contextmanager
def _told_at(index: int) -> Iterator[None]:
    try:
        yield
    except RefusedInput as refusal:
        raise RefusedLine(index, refusal) from refusal
