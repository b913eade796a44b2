"""When somebody was last in contact with the person of a case."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.cases.enums import CaseStatus, FollowUpOutcome, RiskLevel
from app.cases.models import Case, CaseNote, FollowUp, ServiceDelivery
from app.supervision.policies import last_day_of_silence


def silent_cases(at_work: sa.ColumnElement[bool], today: date) -> Any:
    """A table of open high-risk cases without contact for too long: ``id``, and ``day`` of the last contact.

    Args:
        at_work: narrows to cases at work in the reader's offices.
    """
    # Materialised: the day costs three look-ups a case, and is asked for twice.
    contacts = (
        sa.select(Case.id, _last_contact().label("day"))
        .where(at_work, Case.risk == _in_text(RiskLevel.HIGH), Case.status == _in_text(CaseStatus.OPEN))
        .cte("contacts")
        .prefix_with("MATERIALIZED")
    )
    return sa.select(contacts.c.id, contacts.c.day).where(contacts.c.day < last_day_of_silence(today)).subquery("silent")


def _in_text(value: enum.StrEnum) -> sa.ColumnElement[Any]:
    """A value that stands in the text of the statement, so that the planner recognises the partial index."""
    return sa.literal_column(f"'{value.value}'")


def _last_contact() -> sa.ColumnElement[Any]:
    """The day of the last note, service or contact that took place, or else of the opening."""
    noted = sa.select(sa.func.max(CaseNote.occurred_on)).where(CaseNote.case_id == Case.id).scalar_subquery()
    served = sa.select(sa.func.max(ServiceDelivery.delivered_on)).where(ServiceDelivery.case_id == Case.id).scalar_subquery()
    reached = (
        sa.select(sa.func.max(FollowUp.done_on))
        .where(FollowUp.case_id == Case.id, FollowUp.outcome == _in_text(FollowUpOutcome.REACHED))
        .scalar_subquery()
    )
    # GREATEST passes over what is missing.
    return sa.func.greatest(Case.opened_on, noted, served, reached)
