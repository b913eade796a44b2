"""Recording. Explicit calls in services, in the transaction of what they tell of; no signals."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from flask import g, has_request_context

from app.audit.models import AuditEvent
from app.foundation.actor import Actor, ActorKind
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.staging import insert_rows


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


def record_each(
    actor: Actor, action: str, *, subject_type: str, subject_ids: Collection[UUID], office_id: UUID, fields: Iterable[str] = ()
) -> None:
    """Write that ``actor`` did the same to many records of one office: a row for each, as ``record`` writes it."""
    occurred_at, named = now(), sorted(fields)
    system_name = actor.name if actor.kind is ActorKind.SYSTEM else None
    same = (occurred_at, actor.kind.value, actor.id, system_name, action, subject_type, office_id, named)
    columns = ("occurred_at", "actor_kind", "actor_id", "system_name", "action", "subject_type", "office_id", "fields")
    insert_rows(AuditEvent, (*columns, "subject_id"), ((*same, subject_id) for subject_id in subject_ids))
