"""Writing down what is asked of whom, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.cases import queries as cases
from app.cases.models import Case
from app.directory import queries as directory
from app.directory.models import FocalPoint, ProvidedService
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound, RefusedInput, StaleVersion
from app.foundation.ids import new_id
from app.foundation.numbering import next_number
from app.referrals import policies, queries
from app.referrals.enums import Priority
from app.referrals.lifecycle import REFERRAL
from app.referrals.models import Referral
from app.referrals.services.steps import record_on_referral, write_history

DIGITS_OF_CODE = 6


@dataclass(frozen=True)
class ReferralContent:
    """What a caseworker writes.

    Attributes:
        request: what is asked for, as the partner reads it.
        shared_fields: values of ``SharedField``: what the partner will see of the person.
    """

    provided_service_id: UUID
    priority: Priority
    request: str
    shared_fields: tuple[str, ...]


def draft_referral(actor: Actor, case_id: UUID, content: ReferralContent) -> Referral:
    """Write a referral down without sending it.

    Raises:
        NotFound: the case lies out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: the case is closed.
        RefusedInput: the provider cannot be asked, or no field is shared.
    """
    case = cases.get_case(actor, case_id, for_update=True)
    policies.check_can_refer(actor, case)
    provided, focal_point = find_provider(actor, case, content.provided_service_id)
    referral = Referral(
        id=new_id(),
        code=_next_code(case),
        case_id=case.id,
        office_id=case.office_id,
        provided_service_id=provided.id,
        focal_point_id=focal_point.id,
        priority=content.priority,
        status=REFERRAL.target("draft", None),
        request=content.request,
        shared_fields=policies.check_fields(content.shared_fields),
        created_at=now(),
        created_by=actor.id,
        version=1,
    )
    db.session.add(referral)
    write_history(actor, referral, "draft")
    db.session.flush()  # its scope says where the audit row stands
    record_on_referral(actor, "referral:drafted", referral, fields=_names(content))
    return referral


def change_draft(actor: Actor, referral_id: UUID, content: ReferralContent, *, based_on: int) -> Referral:
    """Write a draft anew. What was sent can only be revoked.

    Raises:
        NotFound: out of the actor's scope.
        NotAllowed: the actor's role does not refer.
        WrongState: it was sent, or the case is closed.
        StaleVersion: somebody changed it since version ``based_on``.
        RefusedInput: as when drafting.
    """
    referral = queries.get_referral(actor, referral_id, for_update=True)
    policies.check_can_take(actor, "send", referral)
    policies.check_can_refer(actor, referral.case)
    check_is_current(referral, based_on=based_on)
    provided, focal_point = find_provider(actor, referral.case, content.provided_service_id)
    referral.provided_service_id, referral.focal_point_id = provided.id, focal_point.id
    referral.provided_service, referral.focal_point = provided, focal_point
    referral.priority, referral.request = content.priority, content.request
    referral.shared_fields = policies.check_fields(content.shared_fields)
    referral.version += 1
    record_on_referral(actor, "referral:changed", referral, fields=_names(content))
    return referral


def find_provider(actor: Actor, case: Case, provided_service_id: UUID) -> tuple[ProvidedService, FocalPoint]:
    """The provided service in the country of the case's office, and whom to ask there.

    Raises:
        RefusedInput: it is closed, has no room, or nobody answers there.
    """
    try:
        provided = directory.get_provided_service(actor, provided_service_id, country=case.office.country)
    except NotFound as unknown:
        raise RefusedInput(unknown.sentence, field="provided_service") from None
    if provided.is_closed or provided.organisation.is_closed:
        raise RefusedInput(_l("This service is not provided any more. Choose another one."), field="provided_service")
    if not provided.accepts_referrals:
        raise RefusedInput(_l("This service has no room at present. Choose another one."), field="provided_service")
    if provided.organisation.focal_point is None:
        raise RefusedInput(_l("Nobody answers referrals at this organisation yet. Choose another one."), field="provided_service")
    return provided, provided.organisation.focal_point


def check_is_current(referral: Referral, *, based_on: int) -> None:
    """Refuse a change of a referral that was changed since it was shown.

    Raises:
        StaleVersion: with the sentence to show.
    """
    if referral.version != based_on:
        raise StaleVersion(_l("Somebody else has changed this referral meanwhile. Look at it again, and take your step there."))


def _next_code(case: Case) -> str:
    """``CUC-R-000815``: others that refer from this office wait until this transaction ends."""
    return f"{case.office.code}-R-{next_number(f'referral:{case.office.code}'):0{DIGITS_OF_CODE}d}"


def _names(content: ReferralContent) -> list[str]:
    """Names of what was written; the shared fields by name, for a later "who was told what"."""
    return ["provided_service", "priority", "request", *(f"shared:{name}" for name in content.shared_fields)]
