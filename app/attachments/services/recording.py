"""Audit rows of attachments: their subject is the file they lie in, so that its access log holds them."""

from __future__ import annotations

from collections.abc import Iterable

from app.attachments.owners import Owner
from app.audit import services as audit
from app.foundation.actor import Actor


def record_on(owner: Owner, action: str, *, actor: Actor, fields: Iterable[str] = ()) -> None:
    audit.record(
        actor, action, subject_type=owner.kind.value, subject_id=owner.id, office_id=owner.audit_office_id, fields=fields
    )
