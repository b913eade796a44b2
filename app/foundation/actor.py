"""Who acts: a user, a partner holding a link, or a named part of the system. Work without an actor sees nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from uuid import UUID


class ActorKind(enum.StrEnum):
    """What kind of hand did it; stamped on every history and audit row."""

    STAFF = "staff"
    PARTNER_LINK = "partner_link"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """One actor with what they may do and where.

    Attributes:
        id: the user's or partner link's id; None for the system.
        permissions: the values of ``Permission`` they hold.
        office_ids: the offices whose records they may see.
        country: ISO alpha-2 of their own office, for catalogue lists and calendars; None for the system.
        referral_id: the one referral that a partner link opens.
    """

    kind: ActorKind
    name: str
    id: UUID | None = None
    permissions: frozenset[str] = frozenset()
    office_ids: frozenset[UUID] = frozenset()
    office_id: UUID | None = None
    country: str | None = None
    time_zone: str = "UTC"
    roles: frozenset[str] = frozenset()
    referral_id: UUID | None = field(default=None)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def covers(self, office_id: UUID | None) -> bool:
        """Whether records of this office lie within the actor's scope."""
        return office_id is not None and office_id in self.office_ids


def system_actor(name: str, *, permissions: frozenset[str] = frozenset(), office_ids: frozenset[UUID] = frozenset()) -> Actor:
    """A named part of the system, such as ``referrals.send``, with just the rights listed for it."""
    return Actor(kind=ActorKind.SYSTEM, name=name, permissions=permissions, office_ids=office_ids)
