"""Who may take which step of a referral, and when. Every change of status passes ``check_can_take``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ParamSpec
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.foundation.actor import Actor, ActorKind
from app.foundation.errors import DomainError, NotAllowed, WrongState
from app.referrals import jobs
from app.referrals.enums import MailKind, ReferralStatus
from app.referrals.lifecycle import REFERRAL, WITH_PARTNER
from app.referrals.models import Referral, ReferralMail

Asked = ParamSpec("Asked")

HANDS = {ActorKind.STAFF: "caseworker", ActorKind.PARTNER_LINK: "partner link", ActorKind.SYSTEM: "system"}
"""Kinds of actor in the words of the lifecycle table."""

STEPS_OF_SYSTEM: Mapping[str, frozenset[str]] = {
    jobs.FLAG_UNANSWERED: frozenset({"expire"}),
    jobs.WITHDRAWN_CONSENT: frozenset({"revoke"}),
}
"""Name of a system actor -> the steps it may take; the others may take none."""

TAKEN_BY = {transition.step: transition.taken_by for transition in REFERRAL.transitions}
MAIL_HELPS = frozenset({*WITH_PARTNER, ReferralStatus.ACCEPTED})
"""States in which a mail to the partner still makes sense."""
ANSWERS = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.DECLINED, ReferralStatus.COMPLETED})


def check_can_refer(actor: Actor, case: Case) -> None:
    """Whether the actor may ask a service for this case.

    Raises:
        NotAllowed: the role does not include it.
        WrongState: the case is closed.
    """
    _check_works_there(actor, case.scope_id)
    if case.status == CaseStatus.CLOSED:
        raise WrongState(_l("The case is closed. Reopen it before you refer the person."))


def can_refer(actor: Actor, case: Case) -> bool:
    return _holds(check_can_refer, actor, case)


def check_can_take(actor: Actor, step: str, referral: Referral) -> None:
    """Whether this hand may take this step from the referral's present state.

    Raises:
        NotAllowed: the step belongs to other hands, or this one has no right on this referral.
        WrongState: the step does not start from the present state.
    """
    if HANDS[actor.kind] not in TAKEN_BY[step] or not _is_entitled(actor, step, referral):
        raise NotAllowed(_l("This step belongs to somebody else. Look at the referral to see who is waited for."))
    REFERRAL.target(step, referral.status)


def can_take(actor: Actor, step: str, referral: Referral) -> bool:
    return _holds(check_can_take, actor, step, referral)


def check_can_resend(actor: Actor, referral: Referral) -> None:
    """Whether another mail may be sent to the partner.

    Raises:
        NotAllowed: the role does not include it.
        WrongState: the referral is not with the partner.
    """
    _check_works_there(actor, referral.scope_id)
    if referral.status not in MAIL_HELPS:
        raise WrongState(_l("This referral is not with the partner, so there is nothing to send again."))


def can_resend(actor: Actor, referral: Referral) -> bool:
    return _holds(check_can_resend, actor, referral)


def check_can_note_answer(actor: Actor, referral: Referral) -> None:
    """Whether the actor may write down that the person knows of the partner's answer.

    Raises:
        NotAllowed: the role does not include it.
        WrongState: there is no answer, or it was noted before.
    """
    _check_works_there(actor, referral.scope_id)
    if referral.status not in ANSWERS or referral.answer_seen_at is not None:
        raise WrongState(_l("There is no answer of the partner that the person does not know yet."))


def can_note_answer(actor: Actor, referral: Referral) -> bool:
    return _holds(check_can_note_answer, actor, referral)


def is_mail_wanted(mail: ReferralMail, referral: Referral) -> bool:
    """Whether a mail that waits still says what is so: a request while its link opens, an end once there is one."""
    if mail.kind is MailKind.ENDED:
        return referral.status == ReferralStatus.REVOKED
    return referral.status in MAIL_HELPS and mail.link.revoked_at is None


def check_can_carry_mail(actor: Actor) -> None:
    """Only the mail job itself touches the fate of a mail.

    Raises:
        NotAllowed: anybody else.
    """
    if actor.kind is not ActorKind.SYSTEM or actor.name != jobs.SEND_MAIL:
        raise NotAllowed(_l("Mails are carried by the system only."))


def can_carry_mail(actor: Actor) -> bool:
    return _holds(check_can_carry_mail, actor)


def _check_works_there(actor: Actor, scope_id: UUID) -> None:
    if not actor.may_at(Permission.REFER, scope_id):
        raise NotAllowed(_l("Your role does not include referrals. Ask the caseworker of this case."))


def _is_entitled(actor: Actor, step: str, referral: Referral) -> bool:
    if actor.kind is ActorKind.STAFF:
        return actor.may_at(Permission.REFER, referral.scope_id)
    if actor.kind is ActorKind.PARTNER_LINK:
        return actor.referral_id == referral.id
    return step in STEPS_OF_SYSTEM.get(actor.name, frozenset())


def _holds(check: Callable[Asked, None], *args: Asked.args, **kwargs: Asked.kwargs) -> bool:
    """The yes or no of a rule that raises."""
    try:
        check(*args, **kwargs)
    except DomainError:
        return False
    return True
