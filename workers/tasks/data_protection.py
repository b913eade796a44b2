"""Jobs of data protection: carrying out what two people have decided."""

from __future__ import annotations

from uuid import UUID

from app.data_protection import jobs, services
from app.foundation.actor import Actor
from workers.base_task import outbox_job


@outbox_job(jobs.CARRY_OUT_ERASURE)
def carry_out_erasure(actor: Actor, *, request_id: str) -> None:
    services.carry_out_erasure(actor, UUID(request_id))
