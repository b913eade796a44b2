"""Who may manage whose account. Nobody changes their own, and nobody reaches further than their own grants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import Grant
from app.accounts.permissions import Role
from app.accounts.scopes import Reach, Scope
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, RefusedInput

BOUND_TO_OFFICES = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
"""Roles that open files: they hold at an office, in a team or a country, never everywhere. Only they hold in a team."""


def check_can_manage(actor: Actor, user_id: UUID, *, grants: Iterable[Grant], reach: Reach) -> None:
    """Refuse a change to one's own account, or to one that works beyond the actor's reach.

    Args:
        grants: the account's grants in force.
        reach: what the actor administers.

    Raises:
        NotAllowed: with the reason.
    """
    if actor.id == user_id:
        raise NotAllowed(_l("Nobody changes the rights of their own account. Ask another administrator."))
    if not all(reach.covers(Scope.of(grant)) for grant in grants):
        raise NotAllowed(
            _l("This person also works beyond the offices that you administer. Ask the administrator of the whole operation.")
        )


def why_not_manage(actor: Actor, user_id: UUID, *, grants: Iterable[Grant], reach: Reach) -> Any:
    """The sentence with which ``check_can_manage`` would refuse; None where it lets the change pass."""
    try:
        check_can_manage(actor, user_id, grants=grants, reach=reach)
    except NotAllowed as refusal:
        return refusal.sentence
    return None


def check_can_give_grant(actor: Actor, user_id: UUID | None, *, role: Role, scope: Scope, reach: Reach) -> None:
    """Refuse a grant to oneself, one beyond the actor's reach, or a role that cannot have this scope.

    Args:
        user_id: who would hold it; None for somebody who is being invited.

    Raises:
        NotAllowed: it would be the actor's own, or reach further than theirs.
        RefusedInput: the role cannot have this scope.
    """
    if user_id is not None and actor.id == user_id:
        raise NotAllowed(_l("Nobody gives themselves a role. Ask another administrator."))
    if not reach.covers(scope):
        raise NotAllowed(_l("You can give roles only in the offices that you administer."))
    if scope.team_id and role not in BOUND_TO_OFFICES:
        raise RefusedInput(_l("Only caseworkers and supervisors work in a team. Choose the office or more."), field="scope")
    if scope.is_whole and role in BOUND_TO_OFFICES:
        raise RefusedInput(_l("This role opens files, so it holds at an office or in a country. Choose one."), field="scope")


def check_can_end_grant(actor: Actor, grant: Grant, *, reach: Reach) -> None:
    """Refuse to end one's own grant, or one beyond the actor's reach.

    Raises:
        NotAllowed: with the reason.
    """
    check_can_manage(actor, grant.user_id, grants=[grant], reach=reach)


def check_can_open_office(country: str, *, reach: Reach) -> None:
    """Refuse a new office in a country that the actor does not administer.

    Raises:
        RefusedInput: at the country.
    """
    if not reach.covers_country(country):
        raise RefusedInput(_l("You do not administer this country. Choose another, or ask its administrator."), field="country")
