"""What a mail to a partner says: who asks, until when, and the link; or that it has ended. Nothing about the person, also not
in the subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.referrals.enums import PRESSING, MailKind
from app.referrals.labels import PRIORITY_LABELS
from app.referrals.models import Referral, ReferralMail
from app.referrals.services.links import address_of
from app.web.filters import instant


@dataclass(frozen=True)
class Letter:
    """A mail that is ready to leave."""

    mail_id: UUID
    recipient: str
    subject: str
    text: str
    html: str


def write_letter(mail: ReferralMail) -> Letter:
    """The letter of a mail, in the language of the organisation that it goes to."""
    referral = mail.link.referral
    time_zone = referral.office.time_zone
    with force_locale(referral.provided_service.organisation.language.value):
        due = referral.answer_due_at
        facts = {
            "code": referral.code,
            "worker": referral.sender.name if referral.sender else "Quipu",
            "office": referral.office.name,
            "phone": referral.office.phone or "",
            "due": instant(due, time_zone) if due else "",
            "link": address_of(mail.partner_link_id),
        }
        return Letter(
            mail_id=mail.id,
            recipient=str(mail.recipient),
            subject=_SUBJECTS[mail.kind](referral),
            text=_filled(f"{_TEMPLATES[mail.kind]}.txt", facts),
            html=_filled(f"{_TEMPLATES[mail.kind]}.html", facts),
        )


def _subject_of_request(referral: Referral) -> str:
    """What cannot wait says so in its first word."""
    subject = str(_("Quipu: referral %(code)s awaits your answer", code=referral.code))
    return f"{PRIORITY_LABELS[referral.priority]}: {subject}" if referral.priority in PRESSING else subject


def _subject_of_end(referral: Referral) -> str:
    return str(_("Quipu: referral %(code)s has ended", code=referral.code))


_SUBJECTS = {MailKind.REQUEST: _subject_of_request, MailKind.ENDED: _subject_of_end}
_TEMPLATES = {MailKind.REQUEST: "referrals/mail/referral", MailKind.ENDED: "referrals/mail/ended"}


def _filled(template: str, facts: Mapping[str, str]) -> str:
    """A template without what pages add to it: a mail has no reader who is signed in."""
    return current_app.jinja_env.get_template(template).render(facts)
