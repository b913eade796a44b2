"""Keeping a case, or the whole file of a person, from everybody but those who need to know.

The order matters to the second wall: first the needs, then ``access.look_again``, which finds them, and only then the
flag that makes the file a scope of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from app.accounts.enums import RestrictedKind
from app.accounts.models import Restriction
from app.accounts.queries import Colleague, find_restriction, list_colleagues_at, who_knows
from app.accounts.services import let_know
from app.cases import policies, queries
from app.cases.models import Case
from app.cases.services.file import record_on_case
from app.cases.services.restriction.circle import Circle, candidates_for_case, chosen_among, record_on_person
from app.foundation import access
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people import queries as people
from app.people.models import Person


def restrict_case(actor: Actor, case_id: UUID, circle: Circle) -> Case:
    """From now on a case exists only for the actor and those whom they name.

    Raises:
        NotFound, NotAllowed, WrongState, RefusedInput: as their sentences say.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    policies.check_can_restrict_case(actor, case)
    candidates = candidates_for_case(actor, case)
    named = _checked(actor, candidates, circle, [case])
    _let_know(actor, [case], named)
    access.look_again()
    _restrict_cases(actor, [case], circle, came_with=None)
    record_on_case(actor, "case:restricted", case, fields=["need_to_know", "reason"])
    return case


def restrict_person(actor: Actor, person_id: UUID, circle: Circle) -> Person:
    """From now on a person, with all their cases, present and future, exists only for the actor and those whom they name.

    Whoever already knows one of the person's restricted cases goes on seeing the person.

    Raises:
        NotFound, NotAllowed, WrongState, RefusedInput: as their sentences say.
    """
    person = people.get_person(actor, person_id, for_update=True)
    cases = queries.lock_cases_of_person(actor, person.id)
    policies.check_can_restrict_person(actor, person)
    named = _checked(actor, list_colleagues_at(person.office_id), circle, cases)
    let_know(actor, RestrictedKind.PERSON, person.id, office_id=person.office_id, user_ids=[one.id for one in named])
    still_open = [case for case in cases if not case.is_restricted]
    _let_know(actor, still_open, named)
    db.session.execute(sa.select(sa.func.quipu_keep_who_knows_a_case(person.id)))
    access.look_again()
    restriction = _restriction(actor, RestrictedKind.PERSON, person.id, person.office_id, circle)
    db.session.flush()
    _restrict_cases(actor, still_open, circle, came_with=restriction.id)
    person.is_restricted = True
    db.session.flush()
    record_on_person(actor, "person:restricted", person, fields=["need_to_know", "reason"])
    return person


def keep_new_case_restricted(actor: Actor, case: Case, person: Person) -> None:
    """Make a case that is about to be written for a restricted person exist only for those who know the person."""
    known = who_knows(actor, person.id)
    let_know(actor, RestrictedKind.CASE, case.id, office_id=person.office_id, user_ids=known)
    access.look_again()
    case.is_restricted = True
    restriction = find_restriction(actor, person.id)
    if restriction is not None:
        _add_case(actor, case.id, person.office_id, came_with=restriction.id)


def _checked(actor: Actor, candidates: Sequence[Colleague], circle: Circle, cases: Collection[Case]) -> Sequence[Colleague]:
    """Those who will know the file, once they are found to be enough and to include who carries its cases."""
    named = chosen_among(actor, candidates, circle.user_ids)
    carried_by = {case.caseworker_id for case in cases if not case.is_restricted}
    policies.check_carriers_know([one for one in candidates if one.id in carried_by], named)
    policies.check_are_enough(named, circle.why_few)
    return named


def _let_know(actor: Actor, cases: Collection[Case], named: Sequence[Colleague]) -> None:
    for case in cases:
        let_know(actor, RestrictedKind.CASE, case.id, office_id=case.office_id, user_ids=[one.id for one in named])


def _restrict_cases(actor: Actor, cases: Collection[Case], circle: Circle, *, came_with: UUID | None) -> None:
    for case in cases:
        if came_with is None:
            _restriction(actor, RestrictedKind.CASE, case.id, case.office_id, circle)
        else:
            _add_case(actor, case.id, case.office_id, came_with=came_with)
        case.is_restricted = True
        case.version += 1
    db.session.flush()


def _restriction(actor: Actor, kind: RestrictedKind, record_id: UUID, office_id: UUID, circle: Circle) -> Restriction:
    restriction = Restriction(
        record_kind=kind,
        record_id=record_id,
        office_id=office_id,
        reason=circle.reason,
        why_few=circle.why_few,
        restricted_by=actor.id,
    )
    db.session.add(restriction)
    return restriction


def _add_case(actor: Actor, case_id: UUID, office_id: UUID, *, came_with: UUID) -> None:
    db.session.add(
        Restriction(
            record_kind=RestrictedKind.CASE,
            record_id=case_id,
            office_id=office_id,
            came_with=came_with,
            restricted_by=actor.id,
        )
    )
