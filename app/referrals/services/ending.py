"""Telling a partner that a referral which they hold has ended, so that they keep no place for it."""

from __future__ import annotations

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.referrals import queries
from app.referrals.enums import MailKind, MailState
from app.referrals.models import Referral, ReferralMail
from app.referrals.services.sending import ask_for_mail, present_focal_point

MAY_HAVE_ARRIVED = frozenset({MailState.ATTEMPTED, MailState.DELIVERED})


def tell_partner_it_ended(actor: Actor, referral: Referral) -> ReferralMail | None:
    """Ask for the mail that says so, for a locked referral that was taken back just now.

    What has not left yet never leaves. Where nothing may have arrived the partner knows of no referral, and no mail is asked for.
    """
    mails = queries.lock_mails(referral.id)
    for mail in mails:
        if mail.state == MailState.WAITING:
            mail.state, mail.settled_at = MailState.CANCELLED, now()
    arrived = next((mail for mail in mails if mail.state in MAY_HAVE_ARRIVED), None)
    if arrived is None:
        return None
    desk = present_focal_point(referral)
    return ask_for_mail(actor, referral, link_id=arrived.partner_link_id, to=desk, kind=MailKind.ENDED)
