"""Opening a restricted file to its office again."""

from __future__ import annotations

from uuid import UUID

from app.accounts.queries import find_restriction
from app.accounts.services import stop_knowing
from app.cases import policies, queries
from app.cases.models import Case
from app.cases.services.file import record_on_case
from app.cases.services.restriction.circle import record_on_person
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.people import queries as people
from app.people.models import Person


def end_case_restriction(actor: Actor, case_id: UUID, reason: str) -> Case:
    """Let the whole office, or the team, see a case again.

    Raises:
        NotFound, NotAllowed, WrongState: as their sentences say.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    policies.check_can_end_restriction(actor, case)
    policies.check_case_stands_alone(case.person)
    record_on_case(actor, "case:restriction_ended", case, fields=["need_to_know", "reason"])
    _end(actor, case, reason)
    return case


def end_person_restriction(actor: Actor, person_id: UUID, reason: str) -> Person:
    """Let the whole office see a person again, with those cases that were restricted only because the person was.

    A case that was restricted by itself, or that the actor does not know any more, stays restricted.

    Raises:
        NotFound, NotAllowed, WrongState: as their sentences say.
    """
    person = people.get_person(actor, person_id, for_update=True)
    policies.check_can_end_restriction(actor, person)
    restriction = find_restriction(actor, person.id)
    came_along = [case for case in queries.lock_cases_of_person(actor, person.id) if _came_with(actor, case, restriction)]
    record_on_person(actor, "person:restriction_ended", person, fields=["need_to_know", "reason"])
    _end(actor, person, reason)
    for case in came_along:
        _end(actor, case, reason)
    return person


def _came_with(actor: Actor, case: Case, restriction: object) -> bool:
    own = find_restriction(actor, case.id)
    return own is not None and own.came_with is not None and own.came_with == getattr(restriction, "id", None)


def _end(actor: Actor, record: Person | Case, reason: str) -> None:
    restriction = find_restriction(actor, record.id)
    if restriction is not None:
        restriction.ended_at, restriction.ended_by, restriction.end_reason = now(), actor.id, reason
    stop_knowing(actor, record.id)
    record.is_restricted = False
    record.version += 1
    db.session.flush()
