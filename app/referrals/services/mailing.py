"""The fate of a mail in three steps: written down as attempted, handed over outside of any transaction, settled."""

from __future__ import annotations

from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.jobs import MOST_ATTEMPTS
from app.referrals import policies, queries
from app.referrals.enums import MailState
from app.referrals.models import Referral, ReferralMail
from app.referrals.services.delivery import Outcome
from app.referrals.services.letters import Letter, write_letter
from app.referrals.services.steps import record_on_referral

STATE_AFTER = {
    Outcome.DELIVERED: MailState.DELIVERED,
    Outcome.NOT_TAKEN: MailState.WAITING,
    Outcome.REFUSED: MailState.FAILED,
    Outcome.UNKNOWN: MailState.ATTEMPTED,
}


def begin_mail(actor: Actor, mail_id: UUID) -> Letter | None:
    """Write down that a mail is being tried, and give the letter; None when there is nothing to try.

    A mail that stands as attempted already was cut off in an earlier run: whether it left is unknown, so it is not
    tried again, and the caseworker is asked. Commit before handing the letter over.

    Raises:
        NotAllowed: the actor is not the mail job.
    """
    policies.check_can_carry_mail(actor)
    mail = queries.find_mail(mail_id)
    if mail is None or mail.state != MailState.WAITING:
        return None
    referral = mail.link.referral
    if not policies.is_mail_wanted(mail, referral):
        mail.state, mail.settled_at = MailState.CANCELLED, now()
        return None
    mail.state, mail.attempted_at = MailState.ATTEMPTED, now()
    mail.tries += 1
    letter = write_letter(mail)
    record_on_referral(actor, "referral:mail_attempted", referral)
    return letter


def settle_mail(actor: Actor, mail_id: UUID, outcome: Outcome) -> bool:
    """Write down how a try ended; whether another one should follow later.

    Raises:
        NotAllowed: the actor is not the mail job.
    """
    policies.check_can_carry_mail(actor)
    mail = queries.find_mail(mail_id)
    if mail is None or mail.state != MailState.ATTEMPTED:
        return False
    mail.state = STATE_AFTER[outcome]
    if mail.state == MailState.WAITING and mail.tries >= MOST_ATTEMPTS:
        mail.state = MailState.FAILED
    _record_fate(actor, mail, mail.link.referral)
    return mail.state == MailState.WAITING


def _record_fate(actor: Actor, mail: ReferralMail, referral: Referral) -> None:
    if mail.state in {MailState.DELIVERED, MailState.FAILED}:
        mail.settled_at = now()
        record_on_referral(actor, f"referral:mail_{mail.state.value}", referral)
