"""What the schedule erases by itself: planned a month ahead at least, looked at once more, and carried out one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.attachments import personal_data as attachments
from app.attachments.enums import RemovalReason
from app.audit import services as audit
from app.cases import personal_data as cases
from app.cases.models import Case
from app.data_protection import queries
from app.data_protection.enums import WHOLE_FILES, RetentionKind
from app.data_protection.models import ScheduledErasure
from app.data_protection.queries.retention import LOOK_AHEAD
from app.data_protection.services.erasing import erase_file, is_in_use, lock_file
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.pagination import Page
from app.referrals import personal_data as referrals

NOTICE = timedelta(days=30)
"""Nothing goes that did not stand on the page for so long: a period that was set too short by mistake harms nobody at once."""
MOST_IN_A_RUN = 200
"""Files in one run of the job; the next night goes on."""
_PLAN = (
    "id",
    "kind",
    "record_id",
    "person_id",
    "office_id",
    "code",
    "person_code",
    "months",
    "due_on",
    "planned_on",
    "erase_on",
    "seen_at",
)


@dataclass(frozen=True)
class Outlook:
    """What the page shows of the schedule. ``held``: of whose planned files a hold keeps."""

    due: Page[ScheduledErasure]
    held: frozenset[UUID]
    done: Sequence[ScheduledErasure]


def read_outlook(actor: Actor, today: date, page: int | None) -> Outlook:
    """What falls due and what was erased; that it was read is written down with its count."""
    due = queries.list_due(actor, today, page)
    audit.record(actor, "retention:listed", subject_type="scheduled_erasure", count=len(due.rows))
    return Outlook(due, queries.holds_in_force([one.person_id for one in due.rows], today), queries.list_done(actor))


def plan_erasures(today: date) -> None:
    """Write down what falls due in the next 90 days, and drop what no longer does. A second time changes nothing."""
    started = now()
    for kind in RetentionKind:
        db.session.execute(_planned(kind, today))
    is_stale = sa.and_(ScheduledErasure.settled_at.is_(None), ScheduledErasure.seen_at < started)
    db.session.execute(sa.delete(ScheduledErasure).where(is_stale))


def erase_next(actor: Actor, today: date) -> bool:
    """Erase what has waited longest, all in the transaction at hand; False where nothing is left for today.

    What is no longer due, or is in use again, leaves the plan instead.
    """
    plan = queries.next_to_erase(today)
    if plan is None:
        return False
    person = lock_file(plan.person_id)
    if queries.is_held(person.id, today):
        return True  # set while this waited for the lock
    if (is_in_use(person.id) and plan.kind in WHOLE_FILES) or not queries.is_due(plan.kind, plan.record_id, today):
        db.session.delete(plan)
        return True
    if plan.kind in WHOLE_FILES:
        erase_file(actor, person, RemovalReason.NOT_NEEDED)
        audit_office_id = person.audit_office_id
    else:
        audit_office_id = _erase_words(actor, plan.record_id)
    plan.settled_at = now()
    _record(actor, plan, audit_office_id)
    return True


def _planned(kind: RetentionKind, today: date) -> postgresql.Insert:
    due = queries.due_records(kind, today + LOOK_AHEAD).subquery()
    erase_on = sa.func.greatest(due.c.due_on, today + NOTICE)
    columns = [
        sa.func.uuidv7(),
        sa.literal(kind.value),
        *(due.c[name] for name in ("record_id", "person_id", "office_id", "code", "person_code", "months", "due_on")),
    ]
    found = sa.select(*columns, sa.literal(today), erase_on, sa.literal(now()))
    insert = postgresql.insert(ScheduledErasure).from_select(_PLAN, found)
    new = insert.excluded
    # A day that stands on the page moves to no less than a month from now, however short the period has become.
    announced = sa.func.least(ScheduledErasure.erase_on, today + NOTICE)
    again = {name: new[name] for name in ("office_id", "code", "person_code", "months", "due_on", "seen_at")}
    return insert.on_conflict_do_update(
        index_elements=["kind", "record_id"],
        set_={**again, "erase_on": sa.func.greatest(new.due_on, announced)},
        where=ScheduledErasure.settled_at.is_(None),
    )


def _erase_words(actor: Actor, case_id: UUID) -> UUID:
    case = db.session.get_one(Case, case_id, populate_existing=True)
    attachments.erase_attachments(actor, [case_id], RemovalReason.NOT_NEEDED)
    referrals.close_links_of_case(case_id)
    cases.erase_case(case_id)
    return case.audit_office_id


def _record(actor: Actor, plan: ScheduledErasure, audit_office_id: UUID) -> None:
    audit.record(
        actor,
        "retention:erased",
        subject_type="person" if plan.kind in WHOLE_FILES else "case",
        subject_id=plan.record_id,
        office_id=audit_office_id,
        fields=[plan.kind.value, f"months:{plan.months}"],
    )
