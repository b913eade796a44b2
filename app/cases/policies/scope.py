"""Which cases an actor may see at all: every list, search, page and count asks here."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts.permissions import Permission
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.scopes import lies_within


def in_scope(actor: Actor, scope_id: Any = Case.scope_id) -> sa.ColumnElement[bool]:
    """The condition for the cases that the actor may find and open.

    Args:
        scope_id: another table's column, for rows that belong to cases.
    """
    return lies_within(actor, Permission.VIEW_CASE, scope_id)


def can_view_case(actor: Actor, case: Case) -> bool:
    return actor.may_at(Permission.VIEW_CASE, case.scope_id)
