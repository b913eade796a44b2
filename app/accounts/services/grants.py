"""Giving and ending roles. A change ends the person's sessions: the next sign-in begins with what holds now."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries
from app.accounts.enums import EndOfSession
from app.accounts.models import Grant
from app.accounts.permissions import Permission, Role
from app.accounts.scopes import Scope
from app.accounts.services.sessions import end_sessions_of
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id


def give_grant(actor: Actor, user_id: UUID, *, role: Role, scope: Scope, valid_until: date | None = None) -> Grant:
    """Give somebody a role from today on.

    Args:
        valid_until: last day on which it holds; None for no end.

    Raises:
        NotFound: the account lies outside the actor's reach.
        NotAllowed: it is the actor's own, or the role would reach further than the actor administers.
        RefusedInput: the role cannot have this scope, the person has it there already, or it would end before today.
    """
    user = queries.get_account(actor, user_id, for_update=True)
    reach = queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)
    policies.check_can_give_grant(actor, user.id, role=role, scope=scope, reach=reach)
    today = now().date()
    if valid_until is not None and valid_until < today:
        raise RefusedInput(_l("The last day cannot lie before today."), field="valid_until")
    held = queries.list_grants([user.id])
    if any(grant.role == role and Scope(grant.office_id, grant.country) == scope for grant in held):
        raise RefusedInput(_l("The person has this role there already."), field="scope")
    grant = Grant(
        id=new_id(),
        user_id=user.id,
        role=role,
        office_id=scope.office_id,
        country=scope.country,
        valid_from=today,
        valid_until=valid_until,
        granted_by=actor.id,
    )
    db.session.add(grant)
    end_sessions_of(user.id, EndOfSession.ROLE_CHANGED)
    record(actor, "grant:given", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["role", "scope"])
    return grant


def end_grant(actor: Actor, user_id: UUID, grant_id: UUID) -> None:
    """End a role at once.

    Raises:
        NotFound: the account lies outside the actor's reach, or has no such role.
        NotAllowed: it is the actor's own, or reaches further than the actor administers.
    """
    user = queries.get_account(actor, user_id)
    grant = queries.get_grant(user.id, grant_id)
    policies.check_can_end_grant(actor, grant, reach=queries.reach_of(actor, Permission.MANAGE_ACCOUNTS))
    if grant.ended_at is not None:
        return
    grant.ended_at = now()
    yesterday = max(grant.valid_from, grant.ended_at.date() - timedelta(days=1))
    grant.valid_until = min(grant.valid_until or yesterday, yesterday)
    end_sessions_of(user.id, EndOfSession.ROLE_CHANGED)
    record(actor, "grant:ended", subject_type="user", subject_id=user.id, office_id=user.office_id, fields=["ended_at"])
