"""The one way to an account that an administrator changes."""

from __future__ import annotations

from uuid import UUID

from app.accounts import policies, queries
from app.accounts.models import User
from app.accounts.permissions import Permission
from app.foundation.actor import Actor


def account_to_change(actor: Actor, user_id: UUID) -> User:
    """The account, locked.

    Raises:
        NotFound: it lies outside the actor's reach.
        NotAllowed: it is the actor's own, or works beyond their reach.
    """
    user = queries.get_account(actor, user_id, for_update=True)
    # A cover lasts days and is somebody else's affair: it takes nobody out of their administrator's hands.
    grants = [holding.grant for holding in queries.grants_in_force(user.id) if holding.grant.covers_user_id is None]
    reach = queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)
    policies.check_can_manage(actor, user.id, grants=grants, reach=reach)
    return user
