"""The cases behind the board's numbers, and those that are about to change hands. Codes and facts, no names of persons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Office, Team, User
from app.accounts.permissions import Permission
from app.accounts.queries import FilePlace
from app.cases.enums import CaseKind, CaseStatus, RiskLevel
from app.cases.models import Case
from app.cases.policies import in_scope
from app.directory.models import ProvidedService
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.pagination import Page, paginate
from app.referrals.models import Referral, ReferralStatusChange
from app.supervision.queries.board import is_at_work, is_returned
from app.supervision.queries.contact import silent_cases


@dataclass(frozen=True)
class BoardCase:
    """One case as the supervisor's lists show it.

    Attributes:
        version: what a change is based on.
    """

    id: UUID
    version: int
    code: str
    kind: CaseKind
    status: CaseStatus
    risk: RiskLevel
    opened_on: date
    attention_on: date | None
    office_id: UUID
    office_name: str
    caseworker_id: UUID | None
    caseworker: str | None
    team_id: UUID | None
    team_name: str | None
    is_restricted: bool

    @property
    def place(self) -> FilePlace:
        """Where the case belongs, as accounts ask who can see it."""
        teams = frozenset({self.team_id} if self.team_id else ())
        return FilePlace(self.office_id, teams, self.id if self.is_restricted else None)

    @property
    def place_name(self) -> str:
        return f"{self.office_name} · {self.team_name}" if self.team_name else self.office_name


@dataclass(frozen=True)
class ReturnedAnswer:
    """An answer that the person does not know yet; the referral has its case, caseworker, service and organisation."""

    referral: Referral
    answered_at: datetime | None


def list_board_cases(actor: Actor, case_ids: Collection[UUID]) -> Sequence[BoardCase]:
    """These cases as far as they are in scope, in the order asked for."""
    found = {row[0]: BoardCase(*row) for row in db.session.execute(_select().where(Case.id.in_(case_ids), in_scope(actor)))}
    return [found[case_id] for case_id in case_ids if case_id in found]


def list_longest_unassigned(actor: Actor, *, most: int) -> Sequence[BoardCase]:
    """The cases that have waited longest for a caseworker, by the day of their opening.

    Each scope's index is read in its order, as far as needed, and the scopes are merged.
    """
    ids = postgresql.ARRAY(postgresql.UUID(as_uuid=True))
    seen = sorted(actor.scopes_for(Permission.VIEW_CASE))
    scopes = sa.func.unnest(sa.cast(seen, ids)).table_valued("scope_id").render_derived()
    closed: sa.ColumnElement[Any] = sa.literal_column("'closed'")
    of_scope = (
        sa.select(Case.id, Case.opened_on)
        .where(Case.scope_id == scopes.c.scope_id, Case.status != closed, Case.caseworker_id.is_(None))
        .order_by(Case.opened_on, Case.id)
        .limit(most)
        .lateral("of_scope")
    )
    first = sa.select(of_scope.c.id).select_from(scopes.join(of_scope, sa.true()))
    first = first.order_by(of_scope.c.opened_on, of_scope.c.id).limit(most)
    select = _select().where(Case.id.in_(first.scalar_subquery())).order_by(Case.opened_on, Case.id)
    return [BoardCase(*row) for row in db.session.execute(select)]


def list_chosen(actor: Actor, case_ids: Collection[UUID]) -> Sequence[BoardCase]:
    """These cases as far as they are in scope, by code."""
    return sorted(list_board_cases(actor, list(case_ids)), key=lambda case: case.code)


def list_silent(actor: Actor, today: date, page: int | None) -> Page[tuple[BoardCase, date]]:
    """High-risk cases with the day of their last contact, longest silence first."""
    silent = silent_cases(is_at_work(actor), today)
    select: sa.Select[Any] = sa.select(silent.c.id, silent.c.day).order_by(silent.c.day, silent.c.id)
    found = paginate(select, page)
    cases = {case.id: case for case in list_board_cases(actor, [case_id for case_id, _ in found.rows])}
    return found.map(lambda row: (cases[row[0]], row[1]))


def list_returned(actor: Actor, page: int | None) -> Page[ReturnedAnswer]:
    """Answers that the persons do not know yet, oldest first."""
    answered_at = (
        sa.select(sa.func.max(ReferralStatusChange.changed_at))
        .where(ReferralStatusChange.referral_id == Referral.id, ReferralStatusChange.status == Referral.status)
        .scalar_subquery()
    )
    select: Any = (
        sa.select(Referral, answered_at)
        .join(Referral.case)
        .options(contains_eager(Referral.case).joinedload(Case.caseworker))
        .options(
            joinedload(Referral.provided_service).options(
                joinedload(ProvidedService.service), joinedload(ProvidedService.organisation)
            )
        )
        .where(in_scope(actor, Referral.scope_id), is_returned())
        .order_by(answered_at, Referral.id)
    )
    return paginate(select, page).map(lambda row: ReturnedAnswer(row[0], row[1]))


def _select() -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        Case.id, Case.version, Case.code, Case.kind, Case.status, Case.risk, Case.opened_on, Case.attention_on,
        Case.office_id, Office.name, Case.caseworker_id, User.name, Case.team_id, Team.name, Case.is_restricted,
    )  # fmt: skip
    return (
        sa.select(*columns)
        .join(Office, Office.id == Case.office_id)
        .outerjoin(User, User.id == Case.caseworker_id)
        .outerjoin(Team, Team.id == Case.team_id)
    )
