"""How this room tells a person what it holds about them, and how it erases them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.cases import queries
from app.cases.enums import CaseStatus
from app.cases.kinds import describe
from app.cases.labels import (
    CLOSURE_REASON_LABELS,
    FOLLOW_UP_LABELS,
    MODALITY_LABELS,
    OUTCOME_LABELS,
    RISK_LABELS,
    STATUS_LABELS,
    UNIT_LABELS,
)
from app.cases.models import Case, CaseAssignment, CaseNote, CaseStatusChange, FollowUp, ServiceDelivery
from app.cases.presenters.intake import answer_in_words
from app.cases.presenters.words import reader_locale
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import shred
from app.foundation.held_data import Fate, HeldFact, HeldPart, HeldRecord, fact
from app.people.models import Person
from app.web.filters import day, instant, money, sentence

FATES: Mapping[str, Fate] = {
    "case.intake": Fate.EMPTIED,
    "case.intake_words_sealed": Fate.UNREADABLE,
    "case.goal_sealed": Fate.UNREADABLE,
    "case_assignment.reason_sealed": Fate.UNREADABLE,
    "case_note.text_sealed": Fate.UNREADABLE,
    "case_status_change.reason_sealed": Fate.UNREADABLE,
    "follow_up.purpose_sealed": Fate.UNREADABLE,
    "follow_up.outcome_words_sealed": Fate.UNREADABLE,
}
"""Every column of this room of class P2 or higher; a test asks that none is missing."""


def cases_shown(actor: Actor, person: Person) -> Sequence[Case]:
    """The person's cases that the actor may see: a restricted one only where they need to know it."""
    return queries.list_cases_of_person(actor, person.id)


def held_about(actor: Actor, case: Case) -> list[HeldRecord]:
    """All that one case holds, in the reader's language; colleagues are not named."""
    return [
        HeldRecord(None, [*_case(case), *_intake(actor, case)]),
        *(_step(change) for change in _rows(CaseStatusChange, case, CaseStatusChange.changed_at)),
        *(_assignment(one, actor) for one in _rows(CaseAssignment, case, CaseAssignment.assigned_at)),
        *(_note(note) for note in _rows(CaseNote, case, CaseNote.occurred_on)),
        *(_delivery(delivery) for delivery in _deliveries(case)),
        *(_follow_up(follow_up) for follow_up in _rows(FollowUp, case, FollowUp.due_on)),
    ]


def part_of_case(actor: Actor, case: Case, more: Iterable[HeldRecord] = ()) -> HeldPart:
    """The part of one case, with what upper rooms add to it."""
    title = _("Case %(code)s: %(kind)s", code=case.code, kind=describe(case.kind).name)
    records = [*held_about(actor, case), *more]
    return HeldPart("case", title, [replace(one, is_for_home=not case.is_restricted) for one in records])


def erase_cases(person_id: UUID) -> int:
    """Destroy the keys of all cases of a person and empty what stood in the clear; how many there are.

    A case belongs to one person: nobody else loses anything by it. Coded facts of the work stay, for reports.
    """
    case_ids = db.session.scalars(sa.select(Case.id).where(Case.person_id == person_id).with_for_update()).all()
    for case_id in case_ids:
        erase_case(case_id)
    return len(case_ids)


def erase_case(case_id: UUID) -> None:
    """The same for one locked case."""
    shred(case_id)
    db.session.execute(sa.update(Case).where(Case.id == case_id).values(intake={}, erased_at=now()))


def ids_of_cases(person_id: UUID) -> Sequence[UUID]:
    """Of all cases of a person that the database shows now."""
    return db.session.scalars(sa.select(Case.id).where(Case.person_id == person_id)).all()


def lock_cases(person_id: UUID) -> None:
    """Let nobody reopen or write into a case of the person until the transaction ends; always in one order."""
    db.session.execute(sa.select(Case.id).where(Case.person_id == person_id).order_by(Case.id).with_for_update())


def has_open_case(person_id: UUID) -> bool:
    """Whether any case of the person that the database shows now is still worked on."""
    still_open = sa.and_(Case.person_id == person_id, Case.status != CaseStatus.CLOSED)
    return bool(db.session.scalar(sa.select(sa.exists().where(still_open))))


def _rows(model: Any, case: Case, order: Any) -> Sequence[Any]:
    return db.session.scalars(sa.select(model).where(model.case_id == case.id).order_by(order, model.id)).all()


def _deliveries(case: Case) -> Sequence[ServiceDelivery]:
    select = sa.select(ServiceDelivery).where(ServiceDelivery.case_id == case.id).order_by(ServiceDelivery.delivered_on)
    return db.session.scalars(select.options(joinedload(ServiceDelivery.service))).all()


def _case(case: Case) -> list[HeldFact]:
    reason = CLOSURE_REASON_LABELS[case.closure_reason] if case.closure_reason else None
    return [
        fact("case.goal_sealed", _("Goal"), case.goal),
        fact("case.status", _("State"), STATUS_LABELS[case.status]),
        fact("case.risk", _("Risk"), RISK_LABELS[case.risk]),
        fact("case.opened_on", _("Opened on"), day(case.opened_on)),
        fact("case.closed_on", _("Closed on"), day(case.closed_on) if case.closed_on else None),
        fact("case.closure_reason", _("Reason for closing"), reason),
    ]


def _intake(actor: Actor, case: Case) -> list[HeldFact]:
    coded, words = case.intake or {}, case.intake_words or {}
    questions = [question for section in describe(case.kind).intake for question in section.questions]
    known = {question.key for question in questions}
    facts = []
    for question in questions:
        if question.key not in coded and question.key not in words:
            continue
        column = "case.intake" if question.key in coded else "case.intake_words_sealed"
        said = answer_in_words(actor, question, {**coded, **words}[question.key])
        facts.append(fact(column, question.label, said if isinstance(said, str) else sentence(said)))
    # Answers to questions that the description has lost are held all the same.
    facts += [fact("case.intake", key, value) for key, value in coded.items() if key not in known]
    facts += [fact("case.intake_words_sealed", key, value) for key, value in words.items() if key not in known]
    return facts


def _step(change: CaseStatusChange) -> HeldRecord:
    facts = [
        fact("case_status_change.status", _("State"), STATUS_LABELS[change.status]),
        fact("case_status_change.reason_sealed", _("Reason"), change.reason),
    ]
    return HeldRecord(_("Step of %(day)s", day=day(change.effective_on)), facts)


def _assignment(assignment: CaseAssignment, actor: Actor) -> HeldRecord:
    when = instant(assignment.assigned_at, actor.time_zone)
    return HeldRecord(
        _("Given to a caseworker, %(when)s", when=when), [fact("case_assignment.reason_sealed", _("Reason"), assignment.reason)]
    )


def _note(note: CaseNote) -> HeldRecord:
    return HeldRecord(_("Note of %(day)s", day=day(note.occurred_on)), [fact("case_note.text_sealed", _("Text"), note.text)])


def _delivery(delivery: ServiceDelivery) -> HeldRecord:
    value = None if delivery.value_minor is None else money(delivery.value_minor, delivery.currency or "")
    return HeldRecord(
        _("Service of %(day)s", day=day(delivery.delivered_on)),
        [
            fact("service_delivery.service_id", _("Service"), delivery.service.name(reader_locale())),
            fact("service_delivery.quantity", UNIT_LABELS[delivery.unit], delivery.quantity),
            fact("service_delivery.modality", _("Modality"), MODALITY_LABELS[delivery.modality]),
            fact("service_delivery.value_minor service_delivery.currency", _("Value"), value),
        ],
    )


def _follow_up(follow_up: FollowUp) -> HeldRecord:
    outcome = OUTCOME_LABELS[follow_up.outcome] if follow_up.outcome else None
    return HeldRecord(
        _("Contact planned for %(day)s", day=day(follow_up.due_on)),
        [
            fact("follow_up.kind", _("Kind of contact"), FOLLOW_UP_LABELS[follow_up.kind]),
            fact("follow_up.purpose_sealed", _("What for"), follow_up.purpose),
            fact("follow_up.outcome", _("Outcome"), outcome),
            fact("follow_up.outcome_words_sealed", _("Words about the outcome"), follow_up.outcome_words),
        ],
    )
