"""The one condition by which statements keep to what an actor may see."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.foundation.actor import Actor


def lies_within(actor: Actor, permission: str, scope_id: Any) -> sa.ColumnElement[bool]:
    """The condition that a record belongs to a scope where the actor holds the permission.

    Args:
        scope_id: the record's column, such as ``Case.scope_id``.
    """
    if actor.is_everywhere:
        return sa.true() if actor.may(permission) else sa.false()
    condition: sa.ColumnElement[bool] = scope_id.in_(actor.scopes_for(permission))
    return condition
