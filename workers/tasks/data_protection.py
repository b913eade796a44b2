"""Jobs of data protection: carrying out what two people have decided."""

from __future__ import annotations

from uuid import UUID

from app.data_protection import jobs, services
from app.foundation.actor import Actor
from app.foundation.clock import today_everywhere
from app.foundation.transactions import transaction
from workers.base_task import outbox_job, outbox_process


@outbox_job(jobs.CARRY_OUT_ERASURE)
def carry_out_erasure(actor: Actor, *, request_id: str) -> None:
    services.carry_out_erasure(actor, UUID(request_id))


@outbox_process(jobs.APPLY_RETENTION)
def apply_retention(actor: Actor) -> None:
    """A transaction for the plan and one for each file: a death between two of them loses nothing and doubles nothing."""
    today = today_everywhere()
    with transaction():
        services.plan_erasures(today)
    for _file in range(services.MOST_IN_A_RUN):
        with transaction():
            goes_on = services.erase_next(actor, today)
        if not goes_on:
            return
