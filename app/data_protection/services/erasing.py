"""Asking that a person is erased, deciding it, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.attachments import personal_data as attachments
from app.attachments.enums import RemovalReason
from app.audit import services as audit
from app.cases import personal_data as cases
from app.data_protection import jobs, policies, queries
from app.data_protection.enums import ErasureReason, ErasureState
from app.data_protection.lifecycle import ERASURE
from app.data_protection.models import ErasureRequest
from app.emergency import personal_data as emergency
from app.foundation.actor import Actor
from app.foundation.clock import now, today_everywhere
from app.foundation.database import db
from app.foundation.drafts import forget_drafts_about
from app.foundation.errors import WrongState
from app.foundation.jobs import enqueue
from app.foundation.pagination import Page
from app.imports import personal_data as imports
from app.people import personal_data as people
from app.people import queries as people_queries
from app.people.models import Person
from app.referrals import personal_data as referrals


@dataclass(frozen=True, kw_only=True)
class Erased:
    """How many of each went with a person."""

    cases: int
    referrals: int
    documents: int
    attachments: int


def request_erasure(actor: Actor, person_id: UUID, reason: ErasureReason) -> ErasureRequest:
    """Ask the data-protection focal point that a person is erased.

    Raises:
        NotFound: there is no such person within the actor's scope.
        NotAllowed: the role does not ask for erasures.
        WrongState: it was erased or asked for before, or work with the person is open.
    """
    person = people_queries.get_person(actor, person_id, for_update=True)
    policies.check_can_request_erasure(actor, person)
    _check_nothing_hinders(person.id)
    earlier = queries.latest_of(actor, person)
    if earlier is not None and earlier.state in queries.STANDING:
        raise WrongState(_l("The erasure of this file was asked for before. It waits for the data-protection focal point."))
    shown = cases.cases_shown(actor, person)
    request = ErasureRequest(
        person_id=person.id,
        person_code=person.code,
        office=person.office,
        reason=reason,
        state=ERASURE.target("request", None),
        cases=len(shown),
        referrals=referrals.count_referrals(person.id),
        documents=people.count_documents(person),
        attachments=attachments.count_attachments([person.id, *(case.id for case in shown)]),
        requested_by=actor.id,
    )
    db.session.add(request)
    _record(actor, "erasure:requested", request)
    return request


def list_requests_for(actor: Actor, page: int | None) -> Page[ErasureRequest]:
    """The queue of who decides; that they read it is written down with its count."""
    requests = queries.list_requests(actor, page)
    audit.record(actor, "erasure:listed", subject_type="erasure_request", count=len(requests.rows))
    return requests


def open_request(actor: Actor, request_id: UUID) -> ErasureRequest:
    """Read one request, for who decides.

    Raises:
        NotFound: there is none within the actor's scope.
    """
    request = queries.get_request(actor, request_id)
    audit.record(
        actor,
        "erasure:opened",
        subject_type="erasure_request",
        subject_id=request.id,
        office_id=request.audit_office_id,
    )
    return request


def settle_request(actor: Actor, request_id: UUID, *, step: str) -> ErasureRequest:
    """Decide: ``approve``, and a job erases the person at once, or ``refuse``.

    Raises:
        NotFound: there is none within the actor's scope.
        NotAllowed: the actor asked for it themselves.
        WrongState: it was decided before.
    """
    request = queries.get_request(actor, request_id, for_update=True)
    policies.check_can_decide(actor, request)
    if step == "approve":
        policies.check_not_held(is_held=_is_held(request.person_id))
    request.state = ERASURE.target(step, request.state)
    request.decided_by, request.decided_at = actor.id, now()
    _record(actor, "erasure:approved" if step == "approve" else "erasure:refused", request)
    if step == "approve":
        enqueue(jobs.CARRY_OUT_ERASURE, actor=actor, request_id=request.id)
    return request


def carry_out_erasure(actor: Actor, request_id: UUID) -> None:
    """Erase the person of an approved request, all in the transaction at hand: killed midway, nothing has happened yet.

    Done or decided otherwise, a second time changes nothing. Work that was opened meanwhile, or that who asked could not
    see, stops it.
    """
    request = db.session.scalars(
        sa.select(ErasureRequest)
        .where(ErasureRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if request.state is not ErasureState.APPROVED:
        return
    person = lock_file(request.person_id)
    is_kept = is_in_use(person.id) or _is_held(person.id)
    if not is_kept:
        erased = erase_file(actor, person, RemovalReason.ASKED_BY_PERSON)
        for name, count in vars(erased).items():
            setattr(request, name, count)
    step, told = ("stop", "erasure:stopped") if is_kept else ("carry out", "erasure:carried_out")
    request.state, request.settled_at = ERASURE.target(step, request.state), now()
    _record(actor, told, request)


def lock_file(person_id: UUID) -> Person:
    """The person, locked with all their cases: what is asked of them from here on holds until the transaction ends.

    A hold waits for the person's lock, and a reopened case for its own: neither slips in between asking and erasing.
    """
    person = people_queries.lock_to_erase(person_id)
    cases.lock_cases(person_id)
    return person


def erase_file(actor: Actor, person: Person, reason: RemovalReason) -> Erased:
    """Erase a locked person with all their cases, whoever decided it; how much it was."""
    documents = people.count_documents(person)
    files = [person.id, *cases.ids_of_cases(person.id)]
    attached = attachments.erase_attachments(actor, files, reason)
    referred = referrals.erase_referrals(person.id)
    erased = Erased(cases=cases.erase_cases(person.id), referrals=referred, documents=documents, attachments=attached)
    emergency.erase_uses(person.id)
    imports.erase_imported(person.id)
    forget_drafts_about(files)
    people.erase_person(person)
    return erased


def what_hinders(person_id: UUID) -> Any | None:
    """What has to be done before anybody asks to erase this person, as a sentence; None where nothing stands in the way."""
    try:
        _check_nothing_hinders(person_id)
    except WrongState as refusal:
        return refusal.sentence
    return None


def _check_nothing_hinders(person_id: UUID) -> None:
    policies.check_nothing_is_open(has_open_work=_has_open_work(person_id))
    policies.check_is_reviewed(waits=emergency.waits_for_review(person_id))
    policies.check_not_held(is_held=_is_held(person_id))


def is_in_use(person_id: UUID) -> bool:
    """Whether somebody still works with the person, or has to judge who read their file."""
    return _has_open_work(person_id) or emergency.waits_for_review(person_id)


def _has_open_work(person_id: UUID) -> bool:
    return cases.has_open_case(person_id) or referrals.has_open_referral(person_id)


def _is_held(person_id: UUID) -> bool:
    return queries.is_held(person_id, today_everywhere())


def _record(actor: Actor, action: str, request: ErasureRequest) -> None:
    db.session.flush()  # the database says which scope a new request has
    audit.record(
        actor,
        action,
        subject_type="person",
        subject_id=request.person_id,
        office_id=request.audit_office_id,
        fields=[request.reason.value],
    )
