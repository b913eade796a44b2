"""The facts that decisions rest on, as plain data: places, staff, grants, files, partners' links, needs to know, emergencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """Where a grant holds: exactly one of an office, a team or a country (ISO alpha-2); none of them is everywhere."""

    office: UUID | None = None
    team: UUID | None = None
    country: str | None = None


@dataclass(frozen=True)
class Grant:
    """One role of one user at a place, from a first to a last day (UTC, both included).

    Attributes:
        covers: the absent colleague in whose place it was given.
        ended: whether somebody ended it before its last day.
    """

    id: UUID
    user: UUID
    role: str
    place: Place
    first_day: date
    last_day: date
    covers: UUID | None = None
    ended: bool = False


@dataclass(frozen=True)
class Staff:
    """A member of staff; ``active`` until the account is disabled."""

    id: UUID
    office: UUID
    active: bool = True


@dataclass(frozen=True)
class PersonFacts:
    """A person's file.

    Attributes:
        logged_at: the office under which the trail of the file stands; it stays where the file moves.
        reads: field that may be shared with partners -> words of it, in Spanish, that stand nowhere else.
        shares: whether the person agrees now to sharing data with service providers.
    """

    id: UUID
    code: str
    office: UUID
    logged_at: UUID
    given_names: str
    document: str
    reads: Mapping[str, str] = field(default_factory=dict)
    shares: bool = True
    erased: bool = False
    restriction: UUID | None = None

    @property
    def restricted(self) -> bool:
        return self.restriction is not None


@dataclass(frozen=True)
class CaseFacts:
    """A case. Its ``restriction`` is that of the person where it came along with the person's whole file.

    ``words`` stand in its goal and in a note, and nowhere else.
    """

    id: UUID
    code: str
    person: UUID
    office: UUID
    logged_at: UUID
    status: str
    risk: str
    words: str
    team: UUID | None = None
    carrier: UUID | None = None
    restriction: UUID | None = None

    @property
    def restricted(self) -> bool:
        return self.restriction is not None


@dataclass(frozen=True)
class ReferralFacts:
    """A referral of a case; ``sent`` stays when the partner has seen it: it changes nothing of who sees what.

    Attributes:
        request: words of what is asked for, which stand nowhere else.
        fields: what of the person was ticked for the partner.
        told: whether the person knows of the answer.
    """

    id: UUID
    code: str
    case: UUID
    status: str
    request: str
    fields: frozenset[str]
    told: bool = False


@dataclass(frozen=True)
class LinkFacts:
    """A partner's link to one referral; ``closed``: taken back with the referral or with the consent."""

    id: UUID
    referral: UUID
    until: datetime
    closed: bool = False


@dataclass(frozen=True)
class Emergency:
    """One emergency access: who reads whose file until when; ``told`` are the owners who were given a notice."""

    id: UUID
    user: UUID
    person: UUID
    office: UUID
    until: datetime
    closed: bool = False
    told: frozenset[UUID] = frozenset()


@dataclass
class World:
    """Everything there is. ``offices``: id -> country; ``teams``: id -> office; ``knows``: pairs (restricted record, user)."""

    offices: dict[UUID, str] = field(default_factory=dict)
    teams: dict[UUID, UUID] = field(default_factory=dict)
    staff: dict[UUID, Staff] = field(default_factory=dict)
    grants: dict[UUID, Grant] = field(default_factory=dict)
    people: dict[UUID, PersonFacts] = field(default_factory=dict)
    cases: dict[UUID, CaseFacts] = field(default_factory=dict)
    referrals: dict[UUID, ReferralFacts] = field(default_factory=dict)
    links: dict[UUID, LinkFacts] = field(default_factory=dict)
    attachments: dict[UUID, UUID] = field(default_factory=dict)
    """Id -> the person or case in whose file it lies."""
    emergencies: dict[UUID, Emergency] = field(default_factory=dict)
    reports: dict[UUID, str | None] = field(default_factory=dict)
    """Id -> the country whose figures it tells; None for the whole operation."""
    households: dict[UUID, tuple[UUID, frozenset[UUID]]] = field(default_factory=dict)
    """Id -> its office, and the persons who belong to it."""
    imports: dict[UUID, UUID] = field(default_factory=dict)
    """Id -> the office; a row of each is like everybody in the town."""
    drafts: dict[UUID, UUID] = field(default_factory=dict)
    """Id of what is being typed -> whose it is."""
    knows: set[tuple[UUID, UUID]] = field(default_factory=set)

    def copy(self) -> World:
        """Another world with the same facts, whose changes leave this one alone; the facts themselves never change."""
        copies = {name: type(value)(value) for name, value in vars(self).items()}
        return replace(self, **copies)

    def cases_of(self, person: UUID) -> list[CaseFacts]:
        return [case for case in self.cases.values() if case.person == person]

    def referrals_of(self, person: UUID) -> list[ReferralFacts]:
        return [referral for referral in self.referrals.values() if self.cases[referral.case].person == person]

    def links_of(self, referral: UUID) -> list[LinkFacts]:
        return [link for link in self.links.values() if link.referral == referral]

    def carriers(self) -> list[UUID]:
        """Everybody who carries a case."""
        return list(dict.fromkeys(case.carrier for case in self.cases.values() if case.carrier))

    def who_knows(self, record: UUID) -> set[UUID]:
        return {user for known, user in self.knows if known == record}

    @staticmethod
    def today() -> date:
        return datetime.now(UTC).date()

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)
