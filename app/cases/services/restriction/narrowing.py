"""Taking somebody off a restricted file."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.queries import find_restriction, list_colleagues_at, who_knows
from app.accounts.services import stop_knowing
from app.cases import policies, queries
from app.cases.models import Case
from app.cases.services.file import record_on_case
from app.cases.services.restriction.circle import record_on_person
from app.foundation.actor import Actor
from app.foundation.errors import WrongState
from app.people import queries as people
from app.people.models import Person


def take_off_case(actor: Actor, case_id: UUID, user_id: UUID) -> Case:
    """Let a colleague not see a restricted case any more.

    Raises:
        NotFound, NotAllowed, WrongState: as their sentences say.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    policies.check_can_name(actor, case)
    _check_can_go(actor, case, user_id, [case])
    stop_knowing(actor, case.id, {user_id})
    record_on_case(actor, "case:need_ended", case, fields=["need_to_know"])
    return case


def take_off_person(actor: Actor, person_id: UUID, user_id: UUID) -> Person:
    """Let a colleague see neither a person nor those of their restricted cases that the actor knows.

    Raises:
        NotFound, NotAllowed, WrongState: as their sentences say.
    """
    person = people.get_person(actor, person_id, for_update=True)
    policies.check_can_name(actor, person)
    cases = [case for case in queries.lock_cases_of_person(actor, person.id) if user_id in who_knows(actor, case.id)]
    _check_can_go(actor, person, user_id, cases)
    for record in (*cases, person):
        stop_knowing(actor, record.id, {user_id})
    record_on_person(actor, "person:need_ended", person, fields=["need_to_know"])
    return person


def _check_can_go(actor: Actor, record: Person | Case, user_id: UUID, cases: list[Case]) -> None:
    """Whoever carries a case stays; and enough others stay, unless it was written down why few suffice."""
    if any(case.caseworker_id == user_id for case in cases):
        raise WrongState(_l("This colleague carries a case of this file. Reassign it first."))
    known = who_knows(actor, record.id)
    staying = [one for one in list_colleagues_at(record.office_id) if one.id in known and one.id != user_id]
    restriction = find_restriction(actor, record.id)
    has_reason = restriction is not None and bool(restriction.why_few)
    if not staying or not (policies.are_enough(staying) or has_reason):
        raise WrongState(_l("Two people must go on seeing this file, one of them a supervisor. Add somebody else first."))
