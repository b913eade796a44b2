"""Lists of cases in the order of what needs attention: quick at a million people, because each reads one index in order."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.accounts.models import Office, Team, User
from app.accounts.permissions import Permission
from app.cases.enums import CaseKind, CaseStatus, FollowUpKind, RiskLevel
from app.cases.models import Case, FollowUp
from app.cases.policies.scope import in_scope
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.pagination import PAGE_SIZE, Page, clamp_page, paginate
from app.people.models import Person


class StatusGroup(enum.StrEnum):
    """What a list can be narrowed to: at work is what is not closed."""

    AT_WORK = "at_work"
    OPEN = "open"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


@dataclass(frozen=True)
class CaseFilter:
    """What a list is narrowed to; None does not narrow.

    Attributes:
        caseworker_id: cases of this colleague.
        unassigned: cases that nobody carries; goes before ``caseworker_id``.
        late_before: only cases whose day of attention lies before this day.
    """

    caseworker_id: UUID | None = None
    unassigned: bool = False
    status: StatusGroup = StatusGroup.AT_WORK
    kind: CaseKind | None = None
    risk: RiskLevel | None = None
    late_before: date | None = None


@dataclass(frozen=True)
class ListedCase:
    """One case as a line of a list."""

    id: UUID
    code: str
    kind: CaseKind
    status: CaseStatus
    risk: RiskLevel
    attention_on: date | None
    closed_on: date | None
    given_names: str | None
    surname_1: str | None
    surname_2: str | None
    office_name: str
    time_zone: str
    caseworker_id: UUID | None
    caseworker: str | None
    team_name: str | None
    follow_up: FollowUpKind | None
    """The form of the nearest open follow-up."""
    has_died: bool
    """Whether the person died."""


def list_cases(actor: Actor, wanted: CaseFilter, page: int | None) -> Page[ListedCase]:
    """A page of cases in scope: at work by their day of attention, closed ones by the day of closing, newest first."""
    ids: Page[UUID] = paginate(_ids_in_order(actor, wanted, clamp_page(page)), page)
    lines = {line.id: line for line in _lines(ids.rows)}
    return Page([lines[case_id] for case_id in ids.rows], ids.number, ids.has_next)


def _ids_in_order(actor: Actor, wanted: CaseFilter, page: int) -> sa.Select[Any]:
    if wanted.caseworker_id is not None and not wanted.unassigned:
        mine = sa.and_(Case.caseworker_id == wanted.caseworker_id, in_scope(actor))
        return sa.select(Case.id).where(mine, *_conditions(wanted)).order_by(*_order(wanted, _day(wanted), Case.id))
    return _ids_by_scope(actor, wanted, most=page * PAGE_SIZE + 1)


def _ids_by_scope(actor: Actor, wanted: CaseFilter, *, most: int) -> sa.Select[Any]:
    """Each scope's index is read in its order, down to the end of the page, and the scopes are merged."""
    uuid = postgresql.UUID(as_uuid=True)
    ids = sa.func.unnest(sa.cast(sorted(actor.scopes_for(Permission.VIEW_CASE)), postgresql.ARRAY(uuid)))
    scopes = ids.table_valued(sa.column("scope_id", uuid)).render_derived(name="scopes")
    of_scope = (
        sa.select(Case.id, _day(wanted).label("day"))
        .where(Case.scope_id == scopes.c.scope_id, *_conditions(wanted))
        .order_by(*_order(wanted, _day(wanted), Case.id))
        .limit(most)
        .lateral("of_scope")
    )
    merged = sa.select(of_scope.c.id).select_from(scopes.join(of_scope, sa.true()))
    return merged.order_by(*_order(wanted, of_scope.c.day, of_scope.c.id))


def _day(wanted: CaseFilter) -> Any:
    return Case.closed_on if wanted.status is StatusGroup.CLOSED else Case.attention_on


def _order(wanted: CaseFilter, day: Any, case_id: Any) -> tuple[Any, Any]:
    return (day.desc(), case_id.desc()) if wanted.status is StatusGroup.CLOSED else (day.asc(), case_id.asc())


def _conditions(wanted: CaseFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [_status_condition(wanted.status)]
    if wanted.unassigned:
        conditions.append(Case.caseworker_id.is_(None))
    if wanted.kind is not None:
        conditions.append(Case.kind == wanted.kind)
    if wanted.risk is not None:
        conditions.append(Case.risk == wanted.risk)
    if wanted.late_before is not None:
        conditions.append(Case.attention_on < wanted.late_before)
    return conditions


def _status_condition(group: StatusGroup) -> sa.ColumnElement[bool]:
    """Written as the partial indexes are, with the value in the text, so that the planner recognises them."""
    closed: sa.ColumnElement[Any] = sa.literal_column("'closed'")
    if group is StatusGroup.CLOSED:
        return Case.status == closed
    at_work = Case.status != closed
    if group is StatusGroup.AT_WORK:
        return at_work
    return sa.and_(at_work, Case.status == CaseStatus(group.value))


def _lines(case_ids: Sequence[UUID]) -> Sequence[ListedCase]:
    nearest = (
        sa.select(FollowUp.kind)
        .where(FollowUp.case_id == Case.id, FollowUp.done_on.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        Case.id, Case.code, Case.kind, Case.status, Case.risk, Case.attention_on, Case.closed_on,
        Person.given_names, Person.surname_1, Person.surname_2,
        Office.name, Office.time_zone, Case.caseworker_id, User.name, Team.name, nearest,
        Person.death_known_by.is_not(None),
    )  # fmt: skip
    select = (
        sa.select(*columns)
        .join(Person, Case.person_id == Person.id)
        .join(Office, Case.office_id == Office.id)
        .outerjoin(User, Case.caseworker_id == User.id)
        .outerjoin(Team, Case.team_id == Team.id)
        .where(Case.id.in_(case_ids))
    )
    return [ListedCase(*row) for row in db.session.execute(select)]
