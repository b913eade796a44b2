"""What is decided about two files that may be of one person."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import RefusedInput, WrongState
from app.foundation.turns import wait_for_turn
from app.people import policies, queries
from app.people.enums import PairVerdict
from app.people.models import MatchDecision, OfficeQuestion, Person
from app.people.queries import Candidates
from app.people.services.office_questions import Asked, ToldFacts, ask_office
from app.people.services.persons import open_file, record_search


def open_pair(actor: Actor, person_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Read two files to compare them; both readings are recorded.

    Raises:
        NotFound: one of them is not among those that the actor works with.
        RefusedInput: it is one file.
    """
    if person_id == other_id:
        raise RefusedInput(_l("This is one and the same file."))
    for each in (person_id, other_id):
        queries.get_person(actor, each)
    return open_file(actor, person_id), open_file(actor, other_id)


def look_for_doubles(actor: Actor, person_id: UUID) -> tuple[Person, Candidates]:
    """Who may be the same as somebody registered; that the file was read for it and how many were found is written down.

    Raises:
        NotFound: the person is not among those that the actor works with.
    """
    queries.get_person(actor, person_id)
    person = open_file(actor, person_id)
    policies.check_not_erased(person)
    found = queries.find_doubles(actor, person)
    if person.is_restricted:
        found = replace(found, elsewhere=())
    record_look(actor, found)
    return person, found


def ask_about_person(actor: Actor, person_id: UUID, office_id: UUID, *, has_agreed: bool) -> OfficeQuestion:
    """Ask an office where somebody may be registered too.

    Args:
        has_agreed: whether the person agreed that the office is told their sex and year of birth.

    Raises:
        NotFound, NotAllowed, RefusedInput: as their sentences say.
    """
    person = queries.get_person(actor, person_id)
    policies.check_not_erased(person)
    policies.check_can_ask_about(person)
    told = ToldFacts.of_person(person) if has_agreed else None
    return ask_office(actor, Asked(office_id, queries.find_doubles(actor, person), person_id=person_id, told=told))


def record_look(actor: Actor, found: Candidates) -> None:
    """Write down how many people were shown, and how many other offices were named."""
    record_search(actor, len(found.people))
    if found.elsewhere:
        audit.record(actor, "person:hinted", office_id=actor.office_id, count=len(found.elsewhere))


def decide_pair(actor: Actor, pair: tuple[UUID, UUID], verdict: PairVerdict, reason: str | None = None) -> MatchDecision:
    """Write down whether two files are of one person; the pair does not come up again.

    Raises:
        NotFound: one of them is not among those that the actor works with.
        NotAllowed: the role changes no files.
        WrongState: it was decided, or a file was erased.
    """
    first, second = sorted(pair)
    wait_for_turn(f"decide about {first} and {second}")
    people = [queries.get_person(actor, each) for each in (first, second)]
    for person in people:
        policies.check_can_change_person(actor, person)
    if second in queries.decided_about(first):
        raise WrongState(_l("A colleague has decided about these two files already."))
    decision = MatchDecision(
        person_id=first,
        other_id=second,
        scope_id=people[0].scope_id,
        other_scope_id=people[1].scope_id,
        verdict=verdict,
        reason=reason,
        decided_by=actor.id,
    )
    db.session.add(decision)
    for person in people:
        audit.record(actor, "person:compared", subject_type="person", subject_id=person.id, office_id=person.audit_office_id)
    return decision
