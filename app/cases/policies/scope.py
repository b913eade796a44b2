"""Which cases an actor may see at all: every list, search, page and count asks here."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts.permissions import Permission
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.columns import Privacy
from app.foundation.scopes import lies_within


def in_scope(actor: Actor, scope_id: Any = Case.scope_id) -> sa.ColumnElement[bool]:
    """The condition for the cases that the actor may find and open.

    Args:
        scope_id: another table's column, for rows that belong to cases.
    """
    return lies_within(actor, Permission.VIEW_CASE, scope_id)


def can_view_case(actor: Actor, case: Case) -> bool:
    return actor.may_at(Permission.VIEW_CASE, case.scope_id)


def is_readable(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition for the cases that the actor may look at: those in scope, and those read in an emergency.

    For the file of one case or person only. Lists, counts, search and every change ask ``in_scope``.
    """
    if not actor.glass:
        return in_scope(actor)
    return sa.or_(in_scope(actor), sa.and_(Case.person_id.in_(actor.glass), Case.is_restricted.is_(False)))


def is_glass_broken(actor: Actor, case: Case) -> bool:
    """Whether the actor reads this case by emergency access, which never opens a restricted one."""
    return case.person_id in actor.glass and not case.is_restricted and not can_view_case(actor, case)


def can_read_case(actor: Actor, case: Case) -> bool:
    return can_view_case(actor, case) or is_glass_broken(actor, case)


def field_classes(actor: Actor, case: Case) -> frozenset[Privacy]:
    """The classes of columns that the actor may read of this case and all below it: the answer for every channel.

    Args:
        case: with its person.
    """
    if is_glass_broken(actor, case):
        return frozenset({Privacy.PUBLIC, Privacy.CASE_FACT, Privacy.IDENTITY, Privacy.NARRATIVE})
    classes: set[Privacy] = set()
    if can_view_case(actor, case):
        classes |= {Privacy.PUBLIC, Privacy.CASE_FACT}
    if classes and actor.may_at(Permission.VIEW_PERSON, case.person.scope_id):
        classes |= {Privacy.IDENTITY}
    if actor.may_at(Permission.WORK_ON_CASE, case.scope_id):
        classes |= {Privacy.NARRATIVE}
    if case.is_restricted and can_view_case(actor, case):
        classes |= {Privacy.RESTRICTED}
    return frozenset(classes)
