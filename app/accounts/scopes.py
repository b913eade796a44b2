"""Where a grant holds: one office, one of its teams, a country, or the whole operation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from app.accounts.models import Grant, Office


@dataclass(frozen=True)
class Scope:
    """One scope. Neither an office, a team nor a country means the whole operation."""

    office_id: UUID | None = None
    country: str | None = None
    team_id: UUID | None = None

    @classmethod
    def of(cls, grant: Grant) -> Scope:
        return cls(office_id=grant.office_id, country=grant.country, team_id=grant.team_id)

    @classmethod
    def parse(cls, text: str) -> Scope:
        """Read what ``str()`` of a scope wrote: ``office:<id>``, ``team:<id>``, ``country:CO`` or ``operation``.

        Raises:
            ValueError: it is none of the four.
        """
        kind, _, value = text.partition(":")
        if kind == "office":
            return cls(office_id=UUID(value))
        if kind == "team":
            return cls(team_id=UUID(value))
        if kind == "country" and len(value) == 2:
            return cls(country=value)
        if text == "operation":
            return cls()
        raise ValueError("scope")

    def __str__(self) -> str:
        if self.office_id:
            return f"office:{self.office_id}"
        if self.team_id:
            return f"team:{self.team_id}"
        return f"country:{self.country}" if self.country else "operation"

    @property
    def is_whole(self) -> bool:
        return self.office_id is None and self.country is None and self.team_id is None


@dataclass(frozen=True)
class Reach:
    """All that several grants cover together; what an administrator may manage.

    Attributes:
        office_ids: offices that are covered whole.
        team_ids: teams of those offices, and teams that are covered alone.
    """

    is_whole: bool = False
    countries: frozenset[str] = frozenset()
    office_ids: frozenset[UUID] = frozenset()
    team_ids: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, held: Iterable[tuple[Grant, Collection[UUID], Collection[UUID]]]) -> Reach:
        """The reach of grants, each given with the ids of the offices and teams it covers."""
        scopes = [(Scope.of(grant), offices, teams) for grant, offices, teams in held]
        return cls(
            is_whole=any(scope.is_whole for scope, _, _ in scopes),
            countries=frozenset(scope.country for scope, _, _ in scopes if scope.country),
            office_ids=frozenset(office_id for scope, offices, _ in scopes if not scope.team_id for office_id in offices),
            team_ids=frozenset(team_id for _, _, teams in scopes for team_id in teams),
        )

    def covers(self, scope: Scope) -> bool:
        if self.is_whole:
            return True
        if scope.office_id:
            return scope.office_id in self.office_ids
        if scope.team_id:
            return scope.team_id in self.team_ids
        return scope.country is not None and scope.country in self.countries

    def covers_home(self, office: Office | None) -> bool:
        """Whether people who work at this office (or at none) belong to it."""
        return self.is_whole if office is None else self.is_whole or office.id in self.office_ids

    def covers_country(self, country: str) -> bool:
        return self.is_whole or country in self.countries
