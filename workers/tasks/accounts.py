"""Jobs of accounts: carrying invitations, and forgetting what has ended."""

from __future__ import annotations

from uuid import UUID

from app.accounts import jobs, services
from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from workers.base_task import outbox_job, outbox_process


@outbox_process(jobs.SEND_INVITATION)
def send_invitation(actor: Actor, *, invitation_id: str) -> None:
    """Attempted, handed over, settled: a death between the steps never sends the mail twice."""
    with transaction():
        prepared = services.begin_invitation_mail(actor, UUID(invitation_id))
    if prepared is None:
        return
    try:
        services.deliver_invitation_mail(prepared)
    except services.CERTAINLY_NOT_TAKEN:
        with transaction():
            services.take_back_attempt(prepared.invitation_id)
        raise  # the outbox plans another try
    with transaction():
        services.settle_invitation_mail(actor, prepared.invitation_id)


@outbox_job(jobs.FORGET_OLD_TRIES)
def forget_old_tries(_actor: Actor) -> None:
    services.tries.forget_old_tries()


@outbox_job(jobs.FORGET_OLD_SESSIONS)
def forget_old_sessions(_actor: Actor) -> None:
    services.forget_old_sessions()
