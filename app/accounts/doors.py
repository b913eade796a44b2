"""The doors of pages: who stands before them, and whether their role opens this one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import current_app, g
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts import queries
from app.accounts.models import User
from app.accounts.permissions import PERMISSIONS_OF, Permission, opens_files
from app.foundation.actor import Actor, ActorKind
from app.foundation.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view only to signed-in users whose role holds ``permission``.

    Raises:
        NotAllowed: signed in, and the role does not include it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not current_actor().may(permission):
                raise NotAllowed(_l("Your role does not include this page. Ask your administrator if you need it for your work."))
            return view(*args, **kwargs)

        cast("Any", guarded).permission = permission
        return cast("View", guarded)

    return decorate


def public_door(view: View) -> View:
    """Mark a view as open without signing in; a test walks all routes and asks for one mark or the other."""
    cast("Any", view).public = True
    return view


def current_actor() -> Actor:
    """The signed-in user as an actor, read once a request.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if "actor" not in g:
        if not current_user.is_authenticated:
            raise NotAllowed(_l("Sign in to see this page."))
        g.actor = actor_for(cast("User", current_user))
    return cast("Actor", g.actor)


def actor_for(user: User) -> Actor:
    """What this user may do now, from the grants in force today."""
    permissions: set[str] = set()
    office_ids: set[UUID] = set()
    roles: set[str] = set()
    for grant, covered in queries.grants_in_force(user.id):
        roles.add(grant.role.value)
        permissions |= {permission.value for permission in PERMISSIONS_OF[grant.role]}
        if opens_files(grant.role):
            office_ids |= set(covered)
    office = user.office
    return Actor(
        kind=ActorKind.STAFF,
        id=user.id,
        name=user.name,
        permissions=frozenset(permissions),
        office_ids=frozenset(office_ids),
        office_id=office.id if office else None,
        country=office.country if office else None,
        time_zone=office.time_zone if office else "UTC",
        roles=frozenset(roles),
    )
