"""Recording. Explicit calls in services, in the transaction of what they tell of; no signals."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import g, has_request_context

from app.audit.models import AuditEvent
from app.foundation.actor import Actor, ActorKind
from app.foundation.database import db


def record(
    actor: Actor,
    action: str,
    *,
    subject_type: str | None = None,
    subject_id: UUID | None = None,
    office_id: UUID | None = None,
    fields: Iterable[str] = (),
    count: int | None = None,
) -> AuditEvent:
    """Write that ``actor`` did ``action`` (``noun:past``); ids and field names only."""
    event = AuditEvent(
        actor_kind=actor.kind,
        actor_id=actor.id,
        system_name=actor.name if actor.kind is ActorKind.SYSTEM else None,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        office_id=office_id,
        fields=sorted(fields),
        count=count,
        request_id=g.get("request_id") if has_request_context() else None,
    )
    db.session.add(event)
    return event
