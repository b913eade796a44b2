"""The balance of the caseload: opening + new + reopened - closed = closing.

A case is open in *spells*: from its opening or a reopening until the next closure, by the days on which the steps took
effect. No spell ends before it began: a closure dated before the reopening that it followed counts on that day.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Office
from app.cases.models import Case, CaseStatusChange
from app.foundation.actor import Actor
from app.foundation.database import db
from app.reporting.measures import ReportScope
from app.reporting.measures.tables import is_counted

CLOSE, REOPEN = "close", "reopen"


class CaseloadCount(NamedTuple):
    """Cases of one kind; ``closing`` is counted by itself, not computed from the others."""

    kind: str
    opening: int
    new: int
    reopened: int
    closed: int
    closing: int


def count_caseload(_actor: Actor, scope: ReportScope) -> list[CaseloadCount]:
    """One row per kind of which there is a case; after ``fill_period``, which knows who is counted."""
    spell = _spells(scope).subquery("spell")
    began_before, began_within = spell.c.began_on < scope.start, scope.covers_day(spell.c.began_on)
    ended_before = sa.func.coalesce(spell.c.ended_on < scope.start, sa.false())
    ended_by_the_end = sa.func.coalesce(spell.c.ended_on <= scope.end, sa.false())
    select = sa.select(
        spell.c.kind,
        _number(sa.and_(began_before, ~ended_before)),
        _number(sa.and_(began_within, spell.c.is_first)),
        _number(sa.and_(began_within, ~spell.c.is_first)),
        _number(sa.and_(ended_by_the_end, ~ended_before)),
        _number(sa.and_(spell.c.began_on <= scope.end, ~ended_by_the_end)),
    ).group_by(spell.c.kind)
    return [CaseloadCount(*row) for row in db.session.execute(select)]


def _is_counted_case(scope: ReportScope) -> sa.ColumnElement[bool]:
    return sa.and_(scope.covers_office(), is_counted(Case.person_id))


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(condition)


def _spells(scope: ReportScope) -> sa.CompoundSelect[Any]:
    """Rows (kind, is_first, began_on, ended_on); a spell that lasts has no end."""
    changes = _numbered_changes(scope).cte("change")
    return sa.union_all(_last_spells(scope, changes), _spells_before_reopenings(scope, changes))


def _numbered_changes(scope: ReportScope) -> sa.Select[Any]:
    """Closures and reopenings of the cases that were ever reopened, each numbered within its case and step."""
    reopened = sa.select(CaseStatusChange.case_id).where(CaseStatusChange.step == REOPEN)
    order = sa.func.row_number().over(
        partition_by=(CaseStatusChange.case_id, CaseStatusChange.step),
        order_by=(CaseStatusChange.changed_at, CaseStatusChange.id),
    )
    return (
        sa.select(
            CaseStatusChange.case_id,
            CaseStatusChange.step,
            order.label("number"),
            CaseStatusChange.effective_on.label("day"),
        )
        .join(Case, Case.id == CaseStatusChange.case_id)
        .join(Office, Office.id == Case.office_id)
        .where(CaseStatusChange.step.in_((CLOSE, REOPEN)), CaseStatusChange.case_id.in_(reopened), _is_counted_case(scope))
    )


def _last_spells(scope: ReportScope, changes: sa.CTE) -> sa.Select[Any]:
    """The last spell of every case: of most cases the only one."""
    last_reopening = (
        sa.select(changes.c.case_id, sa.func.max(changes.c.day).label("day"))
        .where(changes.c.step == REOPEN)
        .group_by(changes.c.case_id)
        .subquery("last_reopening")
    )
    began_on = sa.func.coalesce(last_reopening.c.day, Case.opened_on)
    return (
        sa.select(
            Case.kind.label("kind"),
            last_reopening.c.day.is_(None).label("is_first"),
            began_on.label("began_on"),
            sa.case((Case.closed_on.is_not(None), sa.func.greatest(began_on, Case.closed_on))).label("ended_on"),
        )
        .join(Office, Office.id == Case.office_id)
        .outerjoin(last_reopening, last_reopening.c.case_id == Case.id)
        .where(_is_counted_case(scope))
    )


def _spells_before_reopenings(scope: ReportScope, changes: sa.CTE) -> sa.Select[Any]:
    """One spell for each reopening: the one that it ended, closed by the closure of the same number."""
    reopening, closure, before = changes.alias("reopening"), changes.alias("closure"), changes.alias("before")
    began_on = sa.func.coalesce(before.c.day, Case.opened_on)
    same_number = sa.and_(
        closure.c.case_id == reopening.c.case_id, closure.c.step == CLOSE, closure.c.number == reopening.c.number
    )
    one_before = sa.and_(
        before.c.case_id == reopening.c.case_id, before.c.step == REOPEN, before.c.number == reopening.c.number - 1
    )
    return (
        sa.select(
            Case.kind.label("kind"),
            (reopening.c.number == 1).label("is_first"),
            began_on.label("began_on"),
            # A closure that nobody recorded happened at the latest when the case was reopened.
            sa.func.greatest(began_on, sa.func.coalesce(closure.c.day, reopening.c.day)).label("ended_on"),
        )
        .select_from(reopening)
        .join(Case, Case.id == reopening.c.case_id)
        .join(Office, Office.id == Case.office_id)
        .outerjoin(closure, same_number)
        .outerjoin(before, one_before)
        .where(reopening.c.step == REOPEN, _is_counted_case(scope))
    )
