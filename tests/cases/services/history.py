"""What a case's rows say after a use case."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.enums import (
    CaseKind,
    RiskLevel,
)
from app.cases.models import Case, CaseAssignment, CaseStatusChange, FollowUp
from app.cases.services import (
    NewCase,
)

Audited = Callable[[], list[str]]


NEW = NewCase(kind=CaseKind.DOCUMENTATION, goal="Obtener el PPT", risk=RiskLevel.HIGH)


def changes_of(session: Session, case: Case) -> list[CaseStatusChange]:
    rows = session.scalars(sa.select(CaseStatusChange).where(CaseStatusChange.case_id == case.id))
    return sorted(rows, key=lambda change: change.changed_at)


def assignments_of(session: Session, case: Case) -> list[CaseAssignment]:
    rows = session.scalars(sa.select(CaseAssignment).where(CaseAssignment.case_id == case.id))
    return sorted(rows, key=lambda row: row.assigned_at)


def follow_ups_of(session: Session, case: Case) -> list[FollowUp]:
    return list(session.scalars(sa.select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.due_on, FollowUp.id)))
