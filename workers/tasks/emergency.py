"""Jobs of emergency access: telling the owners of a file."""

from __future__ import annotations

from uuid import UUID

from app.accounts.services import CERTAINLY_NOT_TAKEN
from app.emergency import jobs, services
from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from workers.base_task import outbox_job, outbox_process


@outbox_job(jobs.TELL_OWNERS)
def tell_owners(actor: Actor, *, use_id: str) -> None:
    services.tell_owners(actor, UUID(use_id))


@outbox_process(jobs.MAIL_OWNER)
def mail_owner(_actor: Actor, *, notice_id: str) -> None:
    """Attempted, handed over, settled: a death between the steps never sends the mail twice."""
    with transaction():
        prepared = services.begin_mail(UUID(notice_id))
    if prepared is None:
        return
    try:
        services.deliver_mail(prepared)
    except CERTAINLY_NOT_TAKEN:
        with transaction():
            services.take_back_attempt(prepared.notice_id)
        raise  # the outbox plans another try
    with transaction():
        services.settle_mail(prepared.notice_id)
