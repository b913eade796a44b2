"""Jobs of attachments: deleting the files of what was removed, and of savings that died."""

from __future__ import annotations

from uuid import UUID

from app.attachments import jobs, services
from app.foundation.actor import Actor
from workers.base_task import outbox_job


@outbox_job(jobs.SHRED_REMOVED)
def shred_removed(_actor: Actor, *, attachment_id: str) -> None:
    services.shred_removed(UUID(attachment_id))


@outbox_job(jobs.SWEEP)
def sweep(_actor: Actor) -> None:
    services.sweep()
