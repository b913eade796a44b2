"""Alerts: raised from the trail by a job, mailed to the data-protection focal points, reviewed by one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_mail import Message
from sqlalchemy.dialects.postgresql import insert

from app.accounts import jobs, queries
from app.accounts.policies import check_can_review
from app.accounts.services.mails import CERTAINLY_NOT_TAKEN
from app.audit.enums import AlertKind, AlertOutcome
from app.audit.models import AuditAlert
from app.audit.queries import list_happenings
from app.audit.services import record
from app.audit.unusual import Happening, Limits, UnusualHour, unusual_hours
from app.extensions import mail
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue
from app.foundation.pagination import Page
from app.web.languages import DEFAULT

LOOKS_BACK = timedelta(hours=6)
"""A job that was down for hours still finds what happened meanwhile."""


def raise_alerts(actor: Actor, limits: Limits) -> int:
    """Look through the last hours and raise what is unusual and not raised yet; gives how many."""
    return sum(_raise_of_kind(actor, kind, limits.of(kind)) for kind in AlertKind)


def _raise_of_kind(actor: Actor, kind: AlertKind, limit: int) -> int:
    found = list_happenings(kind, now() - LOOKS_BACK, limit)
    reported = queries.ends_of_alerts(kind, found)
    offices = queries.offices_of_users(found)
    raised = 0
    for whose, happenings in found.items():
        until = reported.get(whose)
        fresh: list[Happening] = [one for one in happenings if until is None or one.at >= until]
        for hour in unusual_hours(fresh, limit):
            raised += _raise(actor, kind, whose, hour, offices.get(whose))
    return raised


def _raise(actor: Actor, kind: AlertKind, whose: UUID, hour: UnusualHour, office_id: UUID | None) -> bool:
    """Whether the alert is new: the table admits one for an actor and a window, whoever else looks at this moment."""
    statement = insert(AuditAlert).values(
        id=new_id(),
        kind=kind,
        actor_id=whose,
        office_id=office_id,
        window_started_at=hour.started_at,
        window_ended_at=hour.ended_at,
        count=hour.count,
        raised_at=now(),
    )
    alert_id = db.session.scalar(statement.on_conflict_do_nothing().returning(AuditAlert.id))
    if alert_id is None:
        return False
    record(actor, "alert:raised", subject_type="alert", subject_id=alert_id, office_id=office_id, count=hour.count)
    enqueue(jobs.MAIL_ALERT, actor=actor, alert_id=alert_id)
    return True


def list_alerts_for(actor: Actor, page: int | None) -> Page[AuditAlert]:
    """A page of the alerts that the actor reviews, written down with its count."""
    alerts = queries.list_alerts(actor, page)
    record(actor, "alert:listed", subject_type="alert", count=len(alerts.rows))
    return alerts


def open_alert(actor: Actor, alert_id: UUID) -> AuditAlert:
    """One alert to be read on the screen, and that it was read.

    Raises:
        NotFound: there is none about people of the actor's offices.
    """
    alert = queries.get_alert(actor, alert_id)
    record(actor, "alert:opened", subject_type="alert", subject_id=alert.id, office_id=alert.office_id)
    return alert


def review_alert(actor: Actor, alert_id: UUID, *, outcome: AlertOutcome, words: str) -> None:
    """Close an alert with what was found.

    Raises:
        NotAllowed: it is about the actor themselves.
        WrongState: somebody has reviewed it already.
    """
    alert = queries.get_alert(actor, alert_id, for_update=True)
    check_can_review(actor, alert)
    if alert.reviewed_at is not None:
        raise WrongState(_l("Somebody has reviewed this alert already. Open it again to read what was found."))
    alert.reviewed_at, alert.reviewed_by = now(), actor.id
    alert.outcome, alert.review = outcome, words
    record(
        actor,
        "alert:reviewed",
        subject_type="alert",
        subject_id=alert.id,
        office_id=alert.office_id,
        fields=["outcome", "review"],
    )


@dataclass(frozen=True)
class AlertMail:
    """One mail about an alert to each of its readers. ``recipients`` holds address and language."""

    alert_id: UUID
    url: str
    recipients: tuple[tuple[str, str], ...]


def begin_alert_mail(actor: Actor, alert_id: UUID, *, public_url: str) -> AlertMail | None:
    """Note that the mail is being tried, and give what it needs; None when an earlier try may have gone through."""
    alert = queries.lock_alert(alert_id)
    readers = [user for user in queries.list_readers(alert.office_id) if user.id != alert.actor_id]
    if alert.mail_attempted_at is not None or not readers:
        return None
    alert.mail_attempted_at = now()
    record(actor, "alert:mail_attempted", subject_type="alert", subject_id=alert.id, office_id=alert.office_id)
    recipients = tuple((user.email, user.locale or DEFAULT) for user in readers)
    return AlertMail(alert.id, f"{public_url}/alerts/{alert.id}", recipients)


def deliver_alert_mail(prepared: AlertMail) -> None:
    """Hand the mails over. They name nobody: neither who did it, nor where, nor how often.

    Raises:
        OSError, smtplib.SMTPException: none was taken, for certain where it is one of ``CERTAINLY_NOT_TAKEN``.
    """
    refusals: list[Exception] = []
    for recipient, locale in prepared.recipients:
        with force_locale(locale):
            subject, paragraphs = _words(prepared.url)
        try:
            mail.send(Message(subject=subject, recipients=[recipient], body="\n\n".join(paragraphs)))
        except CERTAINLY_NOT_TAKEN as refusal:
            refusals.append(refusal)  # one reader's broken address must not keep the mail from the others
    if len(refusals) == len(prepared.recipients):
        raise refusals[0]


def settle_alert_mail(actor: Actor, alert_id: UUID) -> None:
    alert = queries.lock_alert(alert_id)
    alert.mailed_at = now()
    record(actor, "alert:mailed", subject_type="alert", subject_id=alert.id, office_id=alert.office_id)


def take_back_alert_mail(alert_id: UUID) -> None:
    """Forget a try that for certain sent nothing, so that another one may follow."""
    queries.lock_alert(alert_id).mail_attempted_at = None


def _words(url: str) -> tuple[str, list[str]]:
    return _("Quipu: an alert waits for your review"), [
        _("Something unusual stands in the audit trail. Sign in to see what it is, and write down what you find:"),
        url,
        _("This mail names nobody on purpose. Do not answer it."),
    ]
