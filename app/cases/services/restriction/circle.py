"""The people who need to know a restricted file: checking them, naming more of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.enums import RestrictedKind
from app.accounts.queries import Colleague, list_colleagues_at, who_knows
from app.accounts.services import let_know
from app.audit import services as audit
from app.cases import policies, queries
from app.cases.models import Case
from app.cases.services.file import record_on_case
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput
from app.people import queries as people
from app.people.models import Person


@dataclass(frozen=True)
class Circle:
    """Who will see a file besides whoever restricts it, and why.

    Attributes:
        why_few: why fewer than two people, or nobody who supervises; needed only then.
    """

    user_ids: frozenset[UUID]
    reason: str
    why_few: str | None = None


def chosen_among(actor: Actor, candidates: Sequence[Colleague], user_ids: Collection[UUID]) -> list[Colleague]:
    """The chosen colleagues, with the actor.

    Raises:
        RefusedInput: somebody was chosen who cannot see files of the office.
    """
    by_id = {colleague.id: colleague for colleague in candidates}
    if not set(user_ids) <= set(by_id):
        raise RefusedInput(_l("One of these colleagues does not work with files of this office. Choose again."), "colleagues")
    return [colleague for colleague in candidates if colleague.id in user_ids or colleague.id == actor.id]


def candidates_for_case(actor: Actor, case: Case) -> list[Colleague]:
    """Who may be named for a case: of a restricted person only those who know the person."""
    colleagues = list_colleagues_at(case.office_id)
    if not case.person.is_restricted:
        return list(colleagues)
    known = who_knows(actor, case.person_id)
    return [colleague for colleague in colleagues if colleague.id in known]


def widen_case(actor: Actor, case_id: UUID, user_ids: Collection[UUID]) -> Case:
    """Let more colleagues know a restricted case.

    Raises:
        NotFound, NotAllowed, WrongState, RefusedInput: as their sentences say.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    policies.check_can_name(actor, case)
    chosen_among(actor, candidates_for_case(actor, case), user_ids)
    let_know(actor, RestrictedKind.CASE, case.id, office_id=case.office_id, user_ids=user_ids)
    record_on_case(actor, "case:need_given", case, fields=["need_to_know"])
    return case


def widen_person(actor: Actor, person_id: UUID, user_ids: Collection[UUID]) -> Person:
    """Let more colleagues know a person's whole file: with it those of their cases that the actor knows.

    Raises:
        NotFound, NotAllowed, WrongState, RefusedInput: as their sentences say.
    """
    person = people.get_person(actor, person_id, for_update=True)
    policies.check_can_name(actor, person)
    chosen_among(actor, list_colleagues_at(person.office_id), user_ids)
    let_know(actor, RestrictedKind.PERSON, person.id, office_id=person.office_id, user_ids=user_ids)
    for case in queries.list_cases_of_person(actor, person.id):
        let_know(actor, RestrictedKind.CASE, case.id, office_id=case.office_id, user_ids=user_ids)
    record_on_person(actor, "person:need_given", person, fields=["need_to_know"])
    return person


def let_carrier_know(actor: Actor, case: Case, user_id: UUID) -> None:
    """Let a colleague who is about to carry a restricted case know it, and its person where that file is restricted too.

    The page that gives the case says so before it is confirmed.
    """
    if not case.is_restricted or user_id in who_knows(actor, case.id):
        return
    if case.person.is_restricted:
        let_know(actor, RestrictedKind.PERSON, case.person_id, office_id=case.person.office_id, user_ids={user_id})
        record_on_person(actor, "person:need_given", case.person, fields=["need_to_know"])
    widen_case(actor, case.id, {user_id})


def record_on_person(actor: Actor, action: str, person: Person, *, fields: list[str]) -> None:
    audit.record(actor, action, subject_type="person", subject_id=person.id, office_id=person.audit_office_id, fields=fields)
