"""The one way to an account that an administrator changes, and who must be left afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries
from app.accounts.models import Grant, User
from app.accounts.permissions import Permission, Role
from app.accounts.scopes import Scope
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed

ADMINISTRATORS = "administrators of the whole operation"
"""The turn in which they are taken out one by one; two at once would each find the other one left."""


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


def check_administrator_is_left(user_id: UUID, going: Iterable[Grant]) -> None:
    """Refuse to take away the last role that administers the whole operation: nobody could invite or give roles any more.

    Raises:
        NotAllowed: it is among the grants that go.
    """
    is_asked = any(grant.role is Role.ADMINISTRATOR and Scope.of(grant).is_whole for grant in going)
    if is_asked and not queries.has_other_administrator(user_id):
        raise NotAllowed(_l("This is the last administrator of the whole operation. Appoint another one first."))
