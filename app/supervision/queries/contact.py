"""When somebody was last in contact with the person of a case."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.cases.enums import FollowUpOutcome
from app.cases.models import Case, CaseNote, FollowUp, ServiceDelivery


def last_contact() -> Any:
    """A lateral with one column ``day``: of the last note, service or contact that took place, or else of the opening."""
    noted = sa.select(sa.func.max(CaseNote.occurred_on)).where(CaseNote.case_id == Case.id).scalar_subquery()
    served = sa.select(sa.func.max(ServiceDelivery.delivered_on)).where(ServiceDelivery.case_id == Case.id).scalar_subquery()
    reached = (
        sa.select(sa.func.max(FollowUp.done_on))
        .where(FollowUp.case_id == Case.id, FollowUp.outcome == FollowUpOutcome.REACHED)
        .scalar_subquery()
    )
    # GREATEST passes over what is missing.
    day = sa.func.greatest(Case.opened_on, noted, served, reached)
    return sa.select(day.label("day")).lateral("contact")
