"""Consents to ask for again: what a person of a case at work agreed to for a time, and the time is over or nearly so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.cases.models import Case
from app.cases.policies.scope import in_scope
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.foundation.pagination import Page, paginate
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Consent, Person
from app.people.policies import ENDS_SOON, USUAL_RECIPIENT
from app.people.policies import in_scope as person_in_scope


@dataclass(frozen=True)
class Renewal:
    """One decision that has to be asked for again.

    Attributes:
        case_id, case_code, caseworker: the earliest of the person's cases at work.
        of_all: how many there are in the whole list.
    """

    consent: Consent
    person: Person
    case_id: UUID
    case_code: str
    caseworker: str | None
    of_all: int


def list_renewals(actor: Actor, caseworker_id: UUID | None, page: int | None) -> Page[Renewal]:
    """A page of them, the longest over first.

    Args:
        caseworker_id: only persons whose case this colleague carries.
    """
    return paginate(_select(actor, caseworker_id), page).map(lambda row: Renewal(*row))


def first_renewals(actor: Actor, caseworker_id: UUID, *, most: int) -> Sequence[Renewal]:
    """The first of somebody's own; one statement."""
    return [Renewal(*row) for row in db.session.execute(_select(actor, caseworker_id).limit(most))]


def _select(actor: Actor, caseworker_id: UUID | None) -> sa.Select[Any]:
    """Rows of ``Renewal``; the person's first case decides, so that nobody stands there twice."""
    today = today_in(actor.time_zone)
    mine = sa.true() if caseworker_id is None else Case.caseworker_id == caseworker_id
    due = (
        sa.select(Consent.id.label("consent_id"), Case.id.label("case_id"))
        .join(Case, Case.person_id == Consent.person_id)
        .join(Person, Person.id == Consent.person_id)
        # The status is written as the partial indexes are, so that the planner recognises them.
        .where(
            mine,
            Case.status != sa.literal_column("'closed'"),
            in_scope(actor),
            person_in_scope(actor),
            _has_to_be_asked(today),
            Person.death_known_by.is_(None),
        )
        .ext(postgresql.distinct_on(Consent.id))
        .order_by(Consent.id, Case.opened_on, Case.id)
        .subquery()
    )
    columns: tuple[Any, ...] = (Consent, Person, Case.id, Case.code, User.name, sa.func.count().over())
    return (
        sa.select(*columns)
        .select_from(due)
        .join(Consent, Consent.id == due.c.consent_id)
        .join(Person, Person.id == Consent.person_id)
        .join(Case, Case.id == due.c.case_id)
        .outerjoin(User, User.id == Case.caseworker_id)
        .options(joinedload(Consent.organisation))
        .order_by(Consent.valid_until, Consent.id)
    )


def _has_to_be_asked(today: date) -> sa.ColumnElement[bool]:
    """A yes that nothing follows, over or about to be; of one organisation or authority, only while it still counts."""
    usual = sa.or_(*(_answers(purpose) for purpose in ConsentPurpose))
    is_yes = Consent.decision == ConsentDecision.GIVEN
    return sa.and_(is_yes, Consent.valid_until <= today + ENDS_SOON, sa.or_(usual, Consent.valid_until >= today), _is_latest())


def _answers(purpose: ConsentPurpose) -> sa.ColumnElement[bool]:
    """The short question of a purpose."""
    return sa.and_(Consent.purpose == purpose, Consent.recipient == USUAL_RECIPIENT[purpose])


def _is_latest() -> sa.ColumnElement[bool]:
    later = aliased(Consent)
    follows = (
        later.person_id == Consent.person_id,
        later.purpose == Consent.purpose,
        later.recipient == Consent.recipient,
        later.organisation_id.is_not_distinct_from(Consent.organisation_id),
        sa.tuple_(later.decided_at, later.id) > sa.tuple_(Consent.decided_at, Consent.id),
    )
    return ~sa.exists().where(*follows)
