"""Jobs of referrals: carrying mails, and the clock of unanswered referrals."""

from __future__ import annotations

from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from app.referrals import jobs, services
from workers.base_task import outbox_job, outbox_process


class MailNotTaken(Exception):
    """The mail server did not take the text: the outbox plans another try, each one later."""


@outbox_process(jobs.SEND_MAIL)
def send_mail(actor: Actor, *, mail_id: str) -> None:
    """Attempted, handed over, settled: three steps, so that a death between them never doubles a mail."""
    with transaction():
        letter = services.begin_mail(actor, UUID(mail_id))
    if letter is None:
        return
    outcome = services.deliver(letter)
    with transaction():
        wants_another_try = services.settle_mail(actor, letter.mail_id, outcome)
    if wants_another_try:
        raise MailNotTaken


@outbox_job(jobs.WITHDRAWN_CONSENT)
def close_withdrawn(actor: Actor, *, person_id: str) -> None:
    del actor  # the service acts in the name of this job
    services.revoke_uncovered(UUID(person_id))


@outbox_job(jobs.FLAG_UNANSWERED)
def flag_unanswered(actor: Actor) -> None:
    services.flag_unanswered(actor)
