"""Saying of rows that may be people known already whether they are registered."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.imports import policies, queries
from app.imports.enums import Decision, RowOutcome
from app.imports.models import ImportRow


def decide_rows(actor: Actor, import_id: UUID, decisions: Mapping[int, Decision]) -> int:
    """Keep what somebody said of single rows, by number; gives how many changed.

    Raises:
        NotFound: no such import in the actor's offices.
        WrongState: it does not wait for a review.
    """
    brought = queries.get_import(actor, import_id, for_update=True)
    policies.check_can_decide(brought)
    rows = queries.lines_of(actor, brought, decisions.keys())
    changed = [row for row in rows.values() if policies.can_decide(brought, row) and row.decision != decisions[row.number]]
    for row in changed:
        row.decision, row.decided_by, row.decided_at = decisions[row.number], actor.id, now()
    if changed:
        _record(actor, import_id, brought.office_id, len(changed))
    return len(changed)


def decide_undecided(actor: Actor, import_id: UUID, decision: Decision) -> int:
    """The same for all rows of which nobody has said anything yet.

    Raises:
        NotFound, WrongState: as above.
    """
    brought = queries.get_import(actor, import_id, for_update=True)
    policies.check_can_decide(brought)
    undecided = sa.and_(ImportRow.import_id == import_id, ImportRow.outcome == RowOutcome.POSSIBLE, ImportRow.decision.is_(None))
    decided = {"decision": decision, "decided_by": actor.id, "decided_at": now()}
    count = db.session.execute(sa.update(ImportRow).where(undecided).values(decided)).rowcount  # type: ignore[attr-defined]
    if count:
        _record(actor, import_id, brought.office_id, count)
    return int(count)


def _record(actor: Actor, import_id: UUID, office_id: UUID, count: int) -> None:
    audit.record(actor, "import:rows_decided", subject_type="import", subject_id=import_id, office_id=office_id, count=count)
