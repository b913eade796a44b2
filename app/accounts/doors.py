"""The doors of pages: who stands before them, and whether their role opens this one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import current_app, g
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts import queries
from app.accounts.freshness import asks_for_fresh_proof
from app.accounts.models import User
from app.accounts.permissions import OF_FILES, OF_PEOPLE, PERMISSIONS_OF, Permission
from app.accounts.queries import Holding
from app.foundation import access
from app.foundation.actor import Actor, ActorKind
from app.foundation.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Open a view only to signed-in users whose role holds ``permission``.

    Args:
        fresh: ask for the second factor again when its last proof is more than ten minutes old (``freshness.py``).

    Raises:
        NotAllowed: signed in, and the role does not include it.
    """

    def decorate(view: View) -> View:
        opened = asks_for_fresh_proof(view) if fresh else view

        @wraps(opened)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not current_actor().may(permission):
                raise NotAllowed(_l("You are signed in, but this work belongs to another role."))
            return opened(*args, **kwargs)

        cast("Any", guarded).permission = permission
        return cast("View", guarded)

    return decorate


def public_door(view: View) -> View:
    """Mark a view as open without signing in; a test walks all routes and asks for one mark or the other."""
    cast("Any", view).public = True
    return view


def current_actor() -> Actor:
    """The signed-in user as an actor, read once a request; from then on the database shows what they may see.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if "actor" not in g:
        if not current_user.is_authenticated:
            raise NotAllowed(_l("Sign in to see this page."))
        user = cast("User", current_user)
        # Entered first: what somebody needs to know is shown to themselves only, and their reach is made of it.
        access.enter(Actor(kind=ActorKind.STAFF, id=user.id, name=user.name))
        g.actor = actor_for(user)
    return cast("Actor", g.actor)


def actor_now() -> Actor:
    """The signed-in user with what they may do by now: something changed it within this request."""
    return actor_for(cast("User", current_user))


def actor_for(user: User) -> Actor:
    """What this user may do now and where, from the grants in force today."""
    holdings = queries.grants_in_force(user.id)
    reach: dict[str, frozenset[UUID]] = {}
    office_of: dict[UUID, UUID] = {}
    glass: dict[UUID, datetime] = {}
    for holding in holdings:
        office_of |= {**holding.teams, **holding.restricted}
        glass |= holding.glass if Permission.BREAK_GLASS in PERMISSIONS_OF[holding.grant.role] else {}
        for permission in PERMISSIONS_OF[holding.grant.role]:
            reach[permission] = reach.get(permission, frozenset()) | _scopes(holding, permission)
    office = user.office
    return Actor(
        kind=ActorKind.STAFF,
        id=user.id,
        name=user.name,
        reach=reach,
        office_of=office_of,
        team_ids=frozenset(team_id for holding in holdings for team_id in holding.teams),
        office_id=office.id if office else None,
        country=office.country if office else None,
        time_zone=office.time_zone if office else "UTC",
        roles=frozenset(holding.grant.role.value for holding in holdings),
        glass=glass,
    )


def _scopes(holding: Holding, permission: Permission) -> frozenset[UUID]:
    """Where one grant carries one of its role's permissions."""
    if permission not in OF_FILES:
        return holding.offices
    if permission in OF_PEOPLE:
        return holding.offices.union(holding.restricted)
    if holding.grant.team_id:
        return frozenset(holding.teams).union(holding.restricted)
    return holding.offices.union(holding.teams, holding.restricted)
