"""The mail that carries a one-time link: written down before it is tried, sent outside of any transaction, then settled."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from socket import gaierror
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_mail import Message

from app.accounts import links, queries
from app.accounts.enums import LinkPurpose
from app.audit.services import record
from app.extensions import mail
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.web.languages import DEFAULT

CERTAINLY_NOT_TAKEN = (
    ConnectionRefusedError,
    gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
)
"""After these nothing has left. Of a broken line in the middle nobody knows: the administrator is told so instead."""


@dataclass(frozen=True)
class InvitationMail:
    """One mail that is about to leave."""

    invitation_id: UUID
    recipient: str
    url: str
    locale: str
    purpose: LinkPurpose


def begin_invitation_mail(actor: Actor, invitation_id: UUID) -> InvitationMail | None:
    """Note that the mail is being tried, and give what it needs.

    None when there is nothing to send: the link is closed, or an earlier try may have gone through. A mail that may
    have left is not sent again; the account's page shows that nobody knows, and the administrator gives the link by hand.
    """
    invitation = queries.get_invitation(invitation_id, for_update=True)
    if invitation.mail_attempted_at is not None or not invitation.is_open(now()):
        return None
    invitation.mail_attempted_at = now()
    user = invitation.user
    record(actor, "invitation:mail_attempted", subject_type="user", subject_id=user.id, office_id=user.office_id)
    return InvitationMail(
        invitation.id, user.email, links.invitation_url(invitation.id), user.locale or DEFAULT, invitation.purpose
    )


def deliver_invitation_mail(prepared: InvitationMail) -> None:
    """Hand the mail to the mail server. It says neither who sends it nor for what work.

    Raises:
        OSError, smtplib.SMTPException: it was not taken, for certain where it is one of ``CERTAINLY_NOT_TAKEN``.
    """
    with force_locale(prepared.locale):
        subject, paragraphs = _WORDS[prepared.purpose](prepared.url)
    mail.send(Message(subject=subject, recipients=[prepared.recipient], body="\n\n".join(paragraphs)))


def settle_invitation_mail(actor: Actor, invitation_id: UUID) -> None:
    """Note that the mail server took the mail."""
    invitation = queries.get_invitation(invitation_id, for_update=True)
    invitation.mailed_at = now()
    user = invitation.user
    record(actor, "invitation:mailed", subject_type="user", subject_id=user.id, office_id=user.office_id)


def take_back_attempt(invitation_id: UUID) -> None:
    """Forget a try that for certain sent nothing, so that another one may follow."""
    queries.get_invitation(invitation_id, for_update=True).mail_attempted_at = None


def _invitation(url: str) -> tuple[str, list[str]]:
    return _("Your access to Quipu"), [
        _("An account was made for you. Open this link and choose your password:"),
        url,
        _("The link works once, for seven days. If you did not expect it, you need do nothing."),
    ]


def _new_password(url: str) -> tuple[str, list[str]]:
    return _("A new password for Quipu"), [
        _("Your administrator sends you this link so that you can choose a new password:"),
        url,
        _("The link works once, for 24 hours. Until then your present password goes on working."),
        _("If you did not ask for it, do not open it and tell your administrator."),
    ]


def _new_second_factor(url: str) -> tuple[str, list[str]]:
    return _("Your second step for Quipu was reset"), [
        _("An administrator has reset your second step. Your app, passkeys, printed codes and password no longer open Quipu."),
        _("Open this link to choose a password and set everything up again:"),
        url,
        _("The link works once, for 24 hours."),
        _("If you did not ask for it, do not open it, and tell your supervisor at once."),
    ]


_WORDS: Mapping[LinkPurpose, Callable[[str], tuple[str, list[str]]]] = {
    LinkPurpose.NEW_ACCOUNT: _invitation,
    LinkPurpose.NEW_PASSWORD: _new_password,
    LinkPurpose.NEW_SECOND_FACTOR: _new_second_factor,
}
"""Subject and paragraphs of the mail, from its link."""
