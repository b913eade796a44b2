"""Keeping a case's day of attention true, whenever a follow-up or the state changes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.cases.enums import CaseStatus
from app.cases.models import Case, FollowUp
from app.foundation.database import db


def keep_attention(case: Case, today: date) -> None:
    """Set ``attention_on`` of a locked case: the nearest open follow-up, or today when none is planned any more."""
    # State and day go to the database together: its check admits neither without the other.
    case.attention_on = today if case.status is CaseStatus.OPEN else None
    db.session.flush()
    if case.status is CaseStatus.OPEN:
        case.attention_on = nearest_due_day(case) or today


def nearest_due_day(case: Case) -> date | None:
    return db.session.scalar(
        sa.select(sa.func.min(FollowUp.due_on)).where(FollowUp.case_id == case.id, FollowUp.done_on.is_(None))
    )
