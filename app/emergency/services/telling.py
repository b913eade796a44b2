"""Telling the owners of a file that it was opened: a notice on their home page, and a mail that says nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_mail import Message

from app.accounts.models import BreakGlass, BreakGlassNotice
from app.audit import services as audit
from app.emergency import jobs, queries
from app.extensions import mail
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue
from app.web.languages import DEFAULT
from config import Settings


@dataclass(frozen=True)
class OwnerMail:
    """One mail that is about to leave."""

    notice_id: UUID
    recipient: str
    url: str
    locale: str


def tell_owners(actor: Actor, use_id: UUID) -> int:
    """Make a notice for every owner of the file, and ask for its mail; gives their number."""
    use = db.session.get_one(BreakGlass, use_id)
    owners = sorted(queries.owners_of(use))
    for user_id in owners:
        notice = BreakGlassNotice(id=new_id(), break_glass_id=use.id, user_id=user_id)
        db.session.add(notice)
        db.session.flush()
        enqueue(jobs.MAIL_OWNER, actor=actor, notice_id=notice.id)
    audit.record(
        actor, "break_glass:told", subject_type="break_glass", subject_id=use.id, office_id=use.office_id, count=len(owners)
    )
    return len(owners)


def begin_mail(notice_id: UUID) -> OwnerMail | None:
    """Note that the mail is being tried, and give what it needs; None when an earlier try may have gone through."""
    notice = queries.get_notice(notice_id)
    if notice.mail_attempted_at is not None or not notice.user.active:
        return None
    notice.mail_attempted_at = now()
    settings: Settings = current_app.extensions["settings"]
    return OwnerMail(notice.id, notice.user.email, f"{settings.public_url}/", notice.user.locale or DEFAULT)


def deliver_mail(prepared: OwnerMail) -> None:
    """Hand the mail to the mail server. It names neither the person nor the colleague nor the office.

    Raises:
        OSError, smtplib.SMTPException: it was not taken.
    """
    with force_locale(prepared.locale):
        paragraphs = [
            _("A file of your office was opened in an emergency by a colleague of another office."),
            _("Sign in to see which one and why: your first page leads there."),
            prepared.url,
        ]
        subject = _("Quipu: a file was opened in an emergency")
    mail.send(Message(subject=subject, recipients=[prepared.recipient], body="\n\n".join(paragraphs)))


def settle_mail(notice_id: UUID) -> None:
    """Note that the mail server took the mail."""
    queries.get_notice(notice_id).mailed_at = now()


def take_back_attempt(notice_id: UUID) -> None:
    """Forget a try that for certain sent nothing, so that another one may follow."""
    queries.get_notice(notice_id).mail_attempted_at = None
