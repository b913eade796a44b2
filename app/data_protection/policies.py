"""Who may ask that a person is erased, and who decides it. Pure rules in pairs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.data_protection.enums import ErasureState
from app.data_protection.models import ErasureRequest, RetentionHold
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.people.models import Person
from app.people.policies import check_can_view_person, check_not_erased

MANAGING = Permission.MANAGE_RETENTION
LONGEST_HOLD_YEARS = 10
NO_SUCH_HOLD = _l("There is no such hold, or it belongs to an office outside your scope.")
NO_SUCH_REQUEST = _l("There is no such request, or it belongs to an office outside your scope.")


def can_request_erasure(actor: Actor, person: Person) -> bool:
    return person.erased_at is None and actor.may_at(Permission.REQUEST_ERASURE, person.scope_id)


def check_can_request_erasure(actor: Actor, person: Person) -> None:
    check_can_view_person(actor, person)
    check_not_erased(person)
    if not can_request_erasure(actor, person):
        raise NotAllowed(_l("Your role does not ask for erasures. Ask the caseworker of the person."))


def check_nothing_is_open(*, has_open_work: bool) -> None:
    if has_open_work:
        raise WrongState(_l("Work with this person is still open. Close the cases and take back the referrals first."))


def check_is_reviewed(*, waits: bool) -> None:
    if waits:
        raise WrongState(_l("An emergency access to this file waits for its review. Ask the supervisor to review it first."))


def in_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition for the requests that the actor decides about."""
    return ErasureRequest.office_id.in_(actor.scopes_for(Permission.DECIDE_ERASURE))


def check_can_read(actor: Actor, request: ErasureRequest) -> None:
    if not actor.may_at(Permission.DECIDE_ERASURE, request.office_id):
        raise NotFound(NO_SUCH_REQUEST)


def can_decide(actor: Actor, request: ErasureRequest) -> bool:
    """Whoever asked never decides: two people stand behind what cannot be taken back."""
    is_theirs = actor.may_at(Permission.DECIDE_ERASURE, request.office_id) and actor.id != request.requested_by
    return is_theirs and request.state is ErasureState.REQUESTED


def check_can_decide(actor: Actor, request: ErasureRequest) -> None:
    check_can_read(actor, request)
    if actor.id == request.requested_by:
        raise NotAllowed(_l("You asked for this erasure yourself. Another data-protection focal point has to decide."))
    if not can_decide(actor, request):
        raise WrongState(_l("This request was decided before. Reload the page to see how."))


def manages(actor: Actor, office_id: Any) -> sa.ColumnElement[bool]:
    """The condition for rows of offices whose retention the actor manages."""
    condition: sa.ColumnElement[bool] = office_id.in_(actor.scopes_for(MANAGING))
    return condition


def can_set_period(actor: Actor, offices: frozenset[UUID]) -> bool:
    """A period counts for a whole country: who cares for one office alone does not set it."""
    return bool(offices) and offices <= actor.scopes_for(MANAGING)


def check_can_set_period(actor: Actor, offices: frozenset[UUID]) -> None:
    if not offices & actor.scopes_for(MANAGING):
        raise NotFound(_l("There is no office of yours in this country."))
    if not can_set_period(actor, offices):
        raise NotAllowed(_l("The period counts for all offices of the country. Ask the focal point of the whole country."))


def check_hold_until(until: date, *, today: date) -> None:
    if until < today:
        raise RefusedInput(_l("The last day of the hold cannot be over already"), field="until")
    if until.year > today.year + LONGEST_HOLD_YEARS:
        raise RefusedInput(_l("A hold lasts ten years at most. Choose an earlier day; it can be set again"), field="until")


def check_can_lift(hold: RetentionHold) -> None:
    if hold.lifted_at is not None:
        raise WrongState(_l("This hold was lifted before. Reload the page to see by whom."))


def check_not_held(*, is_held: bool) -> None:
    if is_held:
        raise WrongState(_l("This file is on hold: nothing of it may be erased for now. Ask the data-protection focal point."))
