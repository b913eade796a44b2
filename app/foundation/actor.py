"""Who acts: a user, a partner holding a link, or a named part of the system. Work without an actor sees nothing."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID


class ActorKind(enum.StrEnum):
    """What kind of hand did it; stamped on every history and audit row."""

    STAFF = "staff"
    PARTNER_LINK = "partner_link"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """One actor with what they may do, and where each of it holds.

    A *scope* is what a record belongs to when it is asked who may see it: its office, its team, or, for a restricted
    record, itself (``docs/adr/0012-scopes-and-the-second-wall.md``).

    Attributes:
        id: the user's or partner link's id; None for the system.
        reach: the values of ``Permission`` they hold -> the ids of the scopes where each holds.
        office_of: the office of each scope in reach that is not an office itself.
        team_ids: the teams among these scopes; the others are restricted records.
        office_id: where they work.
        country: ISO alpha-2 of their own office, for catalogue lists and calendars; None for the system.
        referral_id: the one referral that a partner link opens.
        glass: id of each person beyond their offices whose file they broke the glass of -> until when it can be read.
    """

    kind: ActorKind
    name: str
    id: UUID | None = None
    reach: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    office_of: Mapping[UUID, UUID] = field(default_factory=dict)
    team_ids: frozenset[UUID] = frozenset()
    office_id: UUID | None = None
    country: str | None = None
    time_zone: str = "UTC"
    roles: frozenset[str] = frozenset()
    referral_id: UUID | None = None
    glass: Mapping[UUID, datetime] = field(default_factory=dict)

    @property
    def is_everywhere(self) -> bool:
        """A part of the system has its few listed rights in all scopes."""
        return self.kind is ActorKind.SYSTEM

    def may(self, permission: str) -> bool:
        """Whether they hold the permission anywhere: enough for a menu, never for a record."""
        return permission in self.reach

    def may_at(self, permission: str, scope_id: UUID | None) -> bool:
        """Whether they hold the permission where this record belongs."""
        return self.may(permission) and (self.is_everywhere or scope_id in self.reach[permission])

    def scopes_for(self, permission: str) -> frozenset[UUID]:
        return self.reach.get(permission, frozenset())

    def offices_for(self, permission: str) -> frozenset[UUID]:
        """The offices in whose scopes the permission holds; a team's office counts with its team."""
        return frozenset(self.office_of.get(scope_id, scope_id) for scope_id in self.scopes_for(permission))

    def within(self, scope_ids: Collection[UUID]) -> Actor:
        """The same actor with their sight narrowed to these scopes."""
        narrowed = {permission: scopes.intersection(scope_ids) for permission, scopes in self.reach.items()}
        return replace(self, reach=narrowed)

    def at_office(self, office_id: UUID) -> Actor:
        """The same actor with their sight narrowed to one office, its teams and its restricted records."""
        scopes = set().union(*self.reach.values()) if self.reach else set()
        return self.within({scope_id for scope_id in scopes if self.office_of.get(scope_id, scope_id) == office_id})


def system_actor(name: str, *, permissions: Iterable[str] = ()) -> Actor:
    """A named part of the system, such as ``referrals.send``, with just the rights listed for it."""
    return Actor(kind=ActorKind.SYSTEM, name=name, reach={permission: frozenset() for permission in permissions})
