"""The end of an import that is not entered, and of everything that was taken from its file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import shred
from app.imports import policies, queries
from app.imports.enums import Fault, ImportStatus
from app.imports.lifecycle import IMPORT, KEPT_APART
from app.imports.models import ImportKeys, ImportPiece, ImportRow, PeopleImport

MOST_AT_ONCE = 20


def discard_import(actor: Actor, import_id: UUID) -> PeopleImport:
    """Throw an import away; nobody of it was registered.

    Raises:
        NotFound: no such import in the actor's offices.
        WrongState: it was confirmed, or is over.
    """
    brought = queries.get_import(actor, import_id, for_update=True)
    policies.check_can_import_at(actor, brought.office_id)
    policies.check_can_discard(brought)
    brought.status = IMPORT.target("discard", ImportStatus(brought.status))
    brought.ended_by, brought.ended_at = actor.id, now()
    _throw_away(brought)
    _record(actor, "import:discarded", brought)
    return brought


def fail_import(actor: Actor, import_id: UUID, fault: Fault, detail: dict[str, object]) -> None:
    """Say why the file was not read or checked. What it held goes, but for the words of the fault itself."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or not IMPORT.allows("fail", ImportStatus(brought.status)):
        return
    brought.status = IMPORT.target("fail", ImportStatus(brought.status))
    brought.fault, brought.ended_at = fault, now()
    brought.fault_detail = detail
    _empty(brought)
    _record(actor, "import:failed", brought)


def expire_imports(actor: Actor) -> int:
    """Throw away what lay too long, some at a time; gives their number."""
    due = (
        sa.select(PeopleImport)
        .where(PeopleImport.due_at < now(), PeopleImport.shredded_at.is_(None), PeopleImport.status != ImportStatus.IMPORTING)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    imports = db.session.scalars(due).all()
    for brought in imports:
        if brought.status in KEPT_APART:
            brought.status = IMPORT.target("expire", ImportStatus(brought.status))
            brought.ended_at = now()
        _throw_away(brought)
        _record(actor, "import:expired", brought)
    return len(imports)


def _throw_away(brought: PeopleImport) -> None:
    _empty(brought)
    nothing: dict[str, Any] = {"written_sealed": None, "matches": []}
    db.session.execute(sa.update(ImportRow).where(ImportRow.import_id == brought.id).values(nothing))
    db.session.flush()
    shred(brought.id)
    brought.shredded_at = now()


def _empty(brought: PeopleImport) -> None:
    """Delete what was taken from the file, but for what was found about single rows."""
    for model in (ImportPiece, ImportKeys):
        db.session.execute(sa.delete(model).where(model.import_id == brought.id))


def _record(actor: Actor, action: str, brought: PeopleImport) -> None:
    audit.record(actor, action, subject_type="import", subject_id=brought.id, office_id=brought.office_id)
