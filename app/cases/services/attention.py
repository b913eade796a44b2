"""Keeping a case's day of attention true, whenever a follow-up or the state changes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.cases.enums import CaseStatus
from app.cases.models import Case, FollowUp
from app.cases.policies import in_scope
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.database import db
from app.people.models import Person


def keep_attention(case: Case, today: date) -> None:
    """Set ``attention_on`` of a locked case: the nearest open follow-up, or today when none is planned any more.

    Where the person died it asks for attention at once, until it is closed.
    """
    # State and day go to the database together: its check admits neither without the other.
    case.attention_on = today if case.status is CaseStatus.OPEN else None
    db.session.flush()
    if case.status is CaseStatus.OPEN:
        nearest = nearest_due_day(case) or today
        # In the moment of a merge the file is gone and the case not yet moved: the database refuses, and the form is tried again.
        person: Person | None = case.person
        case.attention_on = min(nearest, today) if person is not None and person.has_died else nearest


def attend_to_death(actor: Actor, person: Person) -> None:
    """Let the cases of a person ask for attention anew, as far as the actor may know them: they died, or it was taken back."""
    at_work = sa.select(Case).where(Case.person_id == person.id, Case.status == CaseStatus.OPEN, in_scope(actor))
    loaded = at_work.options(joinedload(Case.office), joinedload(Case.person))
    for case in db.session.scalars(loaded.with_for_update(of=Case).execution_options(populate_existing=True)):
        keep_attention(case, today_in(case.office.time_zone))


def nearest_due_day(case: Case) -> date | None:
    return db.session.scalar(
        sa.select(sa.func.min(FollowUp.due_on)).where(FollowUp.case_id == case.id, FollowUp.done_on.is_(None))
    )
