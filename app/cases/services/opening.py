"""Opening a case: its code, its first status, who carries it, and the first follow-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import Office
from app.accounts.queries import FilePlace
from app.cases import policies, queries
from app.cases.enums import CaseKind, CaseStatus, FollowUpKind, RiskLevel
from app.cases.kinds import KindDescription, describe
from app.cases.lifecycle import CASE
from app.cases.models import Case, CaseAssignment, CaseStatusChange, FollowUp
from app.cases.services.file import record_on_case
from app.cases.services.restriction.restricting import keep_new_case_restricted
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id
from app.foundation.numbering import next_number
from app.people import queries as people
from app.people.enums import ConsentPurpose
from app.people.models import Person

DIGITS_OF_CODE = 5


@dataclass(frozen=True)
class NewCase:
    """What is known when a case is opened.

    Attributes:
        caseworker_id: who carries it; None leaves it to the supervisor.
        opened_on: day on which the work began, today at the office unless given.
        intake: coded answers by the key of their question, dates in ISO form; unanswered questions are left out.
        intake_words: answers in free words.
    """

    kind: CaseKind
    goal: str
    risk: RiskLevel = RiskLevel.MEDIUM
    caseworker_id: UUID | None = None
    opened_on: date | None = None
    intake: Mapping[str, Any] = field(default_factory=dict)
    intake_words: Mapping[str, str] = field(default_factory=dict)


def open_case(actor: Actor, person_id: UUID, new: NewCase) -> Case:
    """Open a case for a person, at the office where the person is registered.

    Raises:
        NotFound: no such person in the actor's scope.
        NotAllowed: the actor's role does not open cases.
        RefusedInput: the caseworker or the day cannot be.
    """
    policies.check_opens_cases(actor)
    # Locked: whoever restricts the person meanwhile waits, so that this case goes along.
    person = people.get_person(actor, person_id, for_update=True)
    policies.check_can_open_case(actor, person)
    office, today = person.office, today_in(person.office.time_zone)
    opened_on = new.opened_on or today
    policies.check_opening_day(opened_on, today=today, field="opened_on")
    check_may_carry(actor, new.caseworker_id, place_to_open_in(actor, person))
    case = _write_case(actor, person, new, opened_on)
    _write_history(actor, case)
    _plan_first_follow_ups(actor, case, office, today)
    record_on_case(actor, "case:created", case, fields=["kind", "goal", "risk", "caseworker", *new.intake, *new.intake_words])
    return case


def place_to_open_in(actor: Actor, person: Person) -> FilePlace:
    """Where a case would belong that the actor opens for this person; of a restricted one, with those who know the person."""
    team_id = policies.team_to_open_in(actor, person)
    return FilePlace(person.office_id, frozenset({team_id} if team_id else ()), person.id if person.is_restricted else None)


def check_may_carry(actor: Actor, caseworker_id: UUID | None, place: FilePlace) -> None:
    """Let nobody carry a case, or somebody who sees it by a role of their own: a cover ends, and the case goes on.

    Raises:
        RefusedInput: the user does not.
    """
    if caseworker_id is None or caseworker_id in {user.id for user in queries.list_who_may_carry(actor, place)}:
        return
    if caseworker_id == actor.id:
        raise RefusedInput(
            _l("You work here only while you cover a colleague. Leave the case to the supervisor or to a colleague."),
            "caseworker_id",
        )
    raise RefusedInput(_l("This colleague does not see this case. Choose another one."), "caseworker_id")


def _write_case(actor: Actor, person: Person, new: NewCase, opened_on: date) -> Case:
    case = Case(
        id=new_id(),
        code=_next_code(person.office, opened_on),
        person_id=person.id,
        person=person,
        kind=new.kind,
        status=CASE.target("open", None),
        risk=new.risk,
        office_id=person.office_id,
        office=person.office,
        team_id=policies.team_to_open_in(actor, person),
        caseworker_id=new.caseworker_id,
        attention_on=opened_on,
        intake=dict(new.intake),
        intake_words=dict(new.intake_words),
        goal=new.goal,
        opened_on=opened_on,
        opened_by=actor.id,
        recorded_at=now(),
    )
    if person.is_restricted:
        keep_new_case_restricted(actor, case, person)
    db.session.add(case)
    db.session.flush()  # its history points at it
    return case


def _next_code(office: Office, opened_on: date) -> str:
    """``CUC-2026-00412``: others that open a case at this office wait until this transaction ends."""
    number = next_number(f"case:{office.code}:{opened_on.year}")
    return f"{office.code}-{opened_on.year}-{number:0{DIGITS_OF_CODE}d}"


def _write_history(actor: Actor, case: Case) -> None:
    db.session.add(
        CaseStatusChange(
            case_id=case.id,
            step="open",
            status=CaseStatus.OPEN,
            effective_on=case.opened_on,
            changed_at=case.recorded_at,
            changed_by=actor.id,
        )
    )
    db.session.add(
        CaseAssignment(
            case_id=case.id,
            caseworker_id=case.caseworker_id,
            team_id=case.team_id,
            assigned_by=actor.id,
            assigned_at=case.recorded_at,
            reason=None,
        )
    )


def _plan_first_follow_ups(actor: Actor, case: Case, office: Office, today: date) -> None:
    """The kind's first contact for this risk, and one for each date of the intake that lies ahead."""
    description = describe(case.kind)
    usual = policies.first_follow_up_day(description, case.risk, start=case.opened_on, country=office.country)
    window = description.window_of(case.intake)
    deadline = min(usual, policies.end_of_window(window, start=case.opened_on) or usual)
    contact = people.consents_in_force(case.person_id).get(ConsentPurpose.CONTACT)
    first = policies.first_follow_up_kind(description, case.person, contact)
    # Work that is written down late begins now: a deadline in the past would only be a red line.
    planned = [(max(deadline, today), first, None), *_dates_ahead(description, case, today)]
    for due_on, kind, purpose in planned:
        follow_up = FollowUp(
            case_id=case.id,
            office_id=case.office_id,
            kind=kind,
            due_on=due_on,
            purpose=purpose,
            planned_by=actor.id,
            recorded_at=case.recorded_at,
        )
        db.session.add(follow_up)
    case.attention_on = min(due_on for due_on, _kind, _purpose in planned)
    db.session.flush()


def _dates_ahead(description: KindDescription, case: Case, today: date) -> list[tuple[date, FollowUpKind, str]]:
    found = []
    for question in description.questions:
        answer = case.intake.get(question.key)
        if question.plans is not None and answer is not None and date.fromisoformat(answer) >= today:
            found.append((date.fromisoformat(answer), question.plans, str(question.label)))
    return found
