"""Reading emergency accesses, and the one way to a file beyond one's offices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import BreakGlass, BreakGlassNotice, Office, User
from app.accounts.permissions import Permission
from app.accounts.queries import is_glass_broken, list_colleagues_at
from app.cases.enums import CaseStatus
from app.cases.models import Case
from app.emergency import policies
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.foundation.pagination import Page, paginate

IDS = postgresql.ARRAY(postgresql.UUID(as_uuid=True))
MOST_NOTICES = 6
_WITH_PEOPLE = (
    joinedload(BreakGlass.user).joinedload(User.office),
    joinedload(BreakGlass.office),
    joinedload(BreakGlass.reviewer),
)


@dataclass(frozen=True)
class Beyond:
    """A person's file beyond the actor's offices."""

    person_id: UUID
    office: Office


def find_beyond(actor: Actor, code: str) -> Beyond | None:
    """The unrestricted file outside of the actor's scope to which the code of a person or of a case leads.

    The database looks, under the actor of the transaction. Another key to the same file, such as a document number,
    belongs here.
    """
    if not actor.may(Permission.BREAK_GLASS):
        return None
    columns = sa.column("person_id", postgresql.UUID(as_uuid=True)), sa.column("office_id", postgresql.UUID(as_uuid=True))
    found = sa.func.quipu_find_beyond(code.strip().upper()).table_valued(*columns)
    row = db.session.execute(sa.select(found)).one_or_none()
    if row is None or row.office_id in actor.scopes_for(Permission.VIEW_PERSON):
        return None
    return Beyond(row.person_id, db.session.get_one(Office, row.office_id))


def lock_open_uses(actor: Actor, person_id: UUID) -> Sequence[BreakGlass]:
    """The actor's own accesses to this person that are neither over nor closed, locked; the newest first."""
    mine = sa.select(BreakGlass).where(BreakGlass.user_id == actor.id, BreakGlass.person_id == person_id, is_glass_broken())
    locked = mine.order_by(BreakGlass.opened_at.desc()).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()


def count_recent_uses(actor: Actor) -> int:
    """How often the actor broke the glass in the last 24 hours."""
    recent = (BreakGlass.user_id == actor.id, BreakGlass.opened_at > now() - policies.COUNTED_OVER)
    return db.session.scalar(sa.select(sa.func.count()).select_from(BreakGlass).where(*recent)) or 0


def get_use(actor: Actor, use_id: UUID, *, for_update: bool = False) -> BreakGlass:
    """An access with who opened it, the office, its review and, for its reader and reviewers, what was opened.

    Raises:
        NotFound: there is none that the actor may see.
    """
    select = sa.select(BreakGlass).where(BreakGlass.id == use_id)
    select = select.options(*_WITH_PEOPLE, selectinload(BreakGlass.openings))
    if for_update:
        select = select.with_for_update(of=BreakGlass).execution_options(populate_existing=True)
    use = db.session.scalar(select)
    if use is None:
        raise NotFound(policies.NO_SUCH_USE)
    policies.check_can_view_use(actor, use)
    return use


def list_uses(actor: Actor, page: int | None = None) -> Page[BreakGlass]:
    """The accesses that the actor reviews or made: those without a review first, by the day it is due."""
    reviewed = BreakGlass.office_id.in_(actor.scopes_for(Permission.REVIEW_BREAK_GLASS))
    waiting = BreakGlass.verdict.is_(None)
    select = sa.select(BreakGlass).where(sa.or_(reviewed, BreakGlass.user_id == actor.id)).options(*_WITH_PEOPLE)
    order = (waiting.desc(), sa.case((waiting, BreakGlass.review_due_on)), BreakGlass.opened_at.desc(), BreakGlass.id)
    return paginate(select.order_by(*order), page)


def find_waiting(actor: Actor) -> tuple[int, date | None]:
    """How many accesses wait for the actor's review, and the day by which the first of them is to be reviewed."""
    theirs = BreakGlass.office_id.in_(actor.scopes_for(Permission.REVIEW_BREAK_GLASS))
    waiting = sa.and_(theirs, BreakGlass.verdict.is_(None), BreakGlass.user_id != actor.id)
    count, first = db.session.execute(sa.select(sa.func.count(), sa.func.min(BreakGlass.review_due_on)).where(waiting)).one()
    return count, first


def codes_opened(uses: Collection[BreakGlass]) -> Mapping[UUID, str]:
    """Id -> code of the persons and cases that these accesses opened; of what is restricted by now there is none."""
    columns = sa.column("subject_id", postgresql.UUID(as_uuid=True)), sa.column("code", sa.Text())
    found = sa.func.quipu_codes_opened(sa.cast([use.id for use in uses], IDS)).table_valued(*columns)
    return {row.subject_id: row.code for row in db.session.execute(sa.select(found))}


def list_unseen(actor: Actor) -> Sequence[BreakGlass]:
    """Accesses to files of the actor's own work that they have not seen yet, with who opened them; newest first."""
    select = (
        sa.select(BreakGlass)
        .join(BreakGlassNotice, BreakGlassNotice.break_glass_id == BreakGlass.id)
        .where(BreakGlassNotice.user_id == actor.id, BreakGlassNotice.seen_at.is_(None))
        .options(*_WITH_PEOPLE)
    )
    uses = db.session.scalars(select.order_by(BreakGlass.opened_at.desc()).limit(MOST_NOTICES)).all()
    return [use for use in uses if policies.can_view_use(actor, use)]


def find_notice(actor: Actor, use_id: UUID) -> BreakGlassNotice | None:
    """What tells the actor of this access, locked."""
    own = sa.select(BreakGlassNotice).where(BreakGlassNotice.break_glass_id == use_id, BreakGlassNotice.user_id == actor.id)
    return db.session.scalar(own.with_for_update().execution_options(populate_existing=True))


def get_notice(notice_id: UUID) -> BreakGlassNotice:
    """A notice with the user whom it tells, locked; for the mail job."""
    select = sa.select(BreakGlassNotice).options(joinedload(BreakGlassNotice.user, innerjoin=True))
    locked = select.where(BreakGlassNotice.id == notice_id).with_for_update(of=BreakGlassNotice)
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()


def owners_of(use: BreakGlass) -> set[UUID]:
    """Who carries an open case of the person, a restricted one too, and who supervises the office; for jobs, which see all."""
    carried = sa.select(User.id).join(Case, Case.caseworker_id == User.id)
    carried = carried.where(Case.person_id == use.person_id, Case.status != CaseStatus.CLOSED, User.active)
    supervisors = {colleague.id for colleague in list_colleagues_at(use.office_id) if colleague.supervises}
    return (set(db.session.scalars(carried)) | supervisors) - {use.user_id}
