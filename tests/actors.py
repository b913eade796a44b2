"""Actors made by hand, for rules that need no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from app.accounts.models import Office
from app.foundation.actor import Actor, ActorKind
from app.foundation.ids import new_id


def staff(permissions: Iterable[str], scopes: Iterable[UUID], *, name: str = "Ana", office_id: UUID | None = None) -> Actor:
    """A member of staff who holds the permissions in all of these scopes."""
    reach = {str(permission): frozenset(scopes) for permission in permissions}
    return Actor(kind=ActorKind.STAFF, name=name, id=new_id(), reach=reach, office_id=office_id)


def seeing(actor: Actor, *offices: Office) -> Actor:
    """The same actor with their permissions at these offices."""
    return replace(actor, reach=dict.fromkeys(actor.reach, frozenset(office.id for office in offices)))
