"""The pages themselves, as a browser gets them: which of them open, and whose words stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from uuid import UUID

from ops.prove.access import town
from ops.prove.access.channels.channel import Items, reads_cases, reads_people
from ops.prove.access.channels.exports import words_of
from ops.prove.access.channels.intake import opens_household, opens_import
from ops.prove.access.oracle import CaseFacts, Oracle, PersonFacts, World, tables

TRAIL = "/audit"
EMERGENCIES = "/emergency"
"""Tells those who review emergency accesses the codes of what was opened."""
Opens = Callable[[Oracle, UUID], bool]


@dataclass(frozen=True)
class Visit:
    """One page that somebody asks for.

    Attributes:
        kind: what it is called in the figures; the same for all records.
        opens: whether the oracle says that it opens; None where the page is everybody's.
        about: the record whose page it is; its own words have to stand there.
        typed: what is sent with it; then it is a search.
    """

    kind: str
    address: str
    opens: Opens | None
    about: UUID | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


OF_PERSON: Mapping[str, Callable[[Oracle, UUID, PersonFacts], bool]] = {
    "": Oracle.reads_person,
    "/edit": Oracle.finds_person,
    "/access": Oracle.finds_person,
    "/merge": Oracle.finds_person,
    "/doubles": Oracle.finds_person,
    "/contacts/new": Oracle.finds_person,
    "/corrections": Oracle.reads_person,
    "/household/add": Oracle.finds_person,
    "/household/new": Oracle.finds_person,
    "/documents/new": Oracle.finds_person,
    "/stays/new": Oracle.finds_person,
    "/needs": Oracle.decides_on_file,
    "/needs/new": Oracle.decides_on_file,
    "/needs/new/restricted": lambda oracle, user, person: oracle.decides_on_file(user, person) and not person.restricted,
    "/functioning/new": Oracle.decides_on_file,
    "/consents": Oracle.finds_person,
    "/consents/new": Oracle.finds_person,
    "/sheet": Oracle.finds_person,
    "/attachments": Oracle.reads_person,
    "/attachments/new": Oracle.finds_person,
    "/held": Oracle.finds_person,
    "/access-log": lambda oracle, user, person: oracle.answers_for_person(user, person, tables.SUPERVISE),
}
WITH_WORDS = "/edit?print=filled"
PAPERS_OF_PERSON = (WITH_WORDS, "/edit?print=blank", "/consents/new?print=filled", "/cases/new?kind=documentation&print=blank")
"""Forms of a file on paper; the words of the file have to stand in the one that is filled with them."""
OF_CASE: Mapping[str, Callable[[Oracle, UUID, CaseFacts], bool]] = {
    "": Oracle.reads_case,
    "/history": Oracle.reads_case,
    "/notes": Oracle.reads_case,
    "/services": Oracle.reads_case,
    "/follow-ups": Oracle.reads_case,
    "/referrals": Oracle.reads_case,
    "/attachments": Oracle.reads_case,
    "/attachments/new": Oracle.finds_case,
    "/access": Oracle.finds_case,
    "/notes/new": Oracle.finds_case,
    "/access-log": lambda oracle, user, case: oracle.finds_case(user, case, tables.SUPERVISE),
}
LISTS = {
    **dict.fromkeys(("/people/new", "/people/list/new", "/people/questions"), tables.WORK_WITH_FILES),
    **dict.fromkeys(("/cases", "/cases?whose=office", "/cases?whose=office&status=closed"), tables.WORK_WITH_FILES),
    **dict.fromkeys(("/cases/consents?whose=mine", "/cases/consents?whose=office"), tables.WORK_WITH_FILES),
    **dict.fromkeys(("/referrals", "/referrals?show=answered", "/referrals?show=drafts"), tables.WORK_WITH_FILES),
    **dict.fromkeys(("/caseload", "/caseload/unassigned", "/caseload/overdue", "/caseload/silent"), tables.SUPERVISE),
    "/caseload/returned": tables.SUPERVISE,
    "/reports": tables.READ_REPORTS,
    EMERGENCIES: tables.REVIEW_EMERGENCIES,
    "/erasures": tables.DECIDE_ERASURES,
    "/retention": tables.DECIDE_ERASURES,
    TRAIL: tables.READ_THE_TRAIL,
    "/accounts": frozenset({tables.ADMINISTRATOR}),
}
"""Address -> the roles to which it opens, wherever they hold."""


def visits(world: World) -> Iterator[Visit]:
    """Every page that stands, for every record of the world."""
    yield Visit("/", "/", None)
    yield from (Visit(address, address, partial(_holds, roles)) for address, roles in LISTS.items())
    works = partial(_holds, tables.WORK_WITH_FILES)
    yield Visit("search", "/search", works, typed={"q": town.SURNAME})
    yield Visit("duplicates", "/people/candidates", works, typed={"surname_1": town.SURNAME, "phone": town.PHONE})
    for person in world.people.values():
        for part, opens in OF_PERSON.items():
            yield Visit(f"/people/…{part}", f"/people/{person.id}{part}", partial(_of_person, opens, person.id), person.id)
    yield from _beside_files(world)
    for case in world.cases.values():
        for part, opens_case in OF_CASE.items():
            yield Visit(f"/cases/…{part}", f"/cases/{case.id}{part}", partial(_of_case, opens_case, case.id), case.id)
    for referral in world.referrals:
        yield Visit("/referrals/…", f"/referrals/{referral}", partial(_of_referral, referral))


def _beside_files(world: World) -> Iterator[Visit]:
    """Forms on paper, and pages about two files, about households, and about imports."""
    for person, paper in product(world.people, PAPERS_OF_PERSON):
        about = person if paper == WITH_WORDS else None
        yield Visit(f"/people/…{paper}", f"/people/{person}{paper}", partial(_of_person, Oracle.finds_person, person), about)
    for one, other in _neighbours(world):
        both = partial(_of_both, one, other)
        yield Visit("/people/…/doubles/…", f"/people/{one}/doubles/{other}", both, one)
        yield Visit("/people/…/merge/…", f"/people/{one}/merge/{other}", None)
    for household in world.households:
        yield Visit("/households/…", f"/households/{household}", partial(_among, opens_household, household))
    for brought in world.imports:
        yield Visit("/imports/…", f"/imports/{brought}", partial(_among, opens_import, brought))


def readable_in(oracle: Oracle, user: UUID, visit: Visit) -> set[UUID]:
    """The records whose words may stand in this page."""
    readable = reads_people(oracle, user) | reads_cases(oracle, user)
    return readable | oracle.reviewed_files(user) if visit.address == EMERGENCIES else readable


def marks(world: World, visit: Visit) -> Mapping[UUID, tuple[str, ...]]:
    """Words of each record that stand nowhere else: of any of them a page must be free whose reader may not read the record.

    The trail names by their ids also records at which somebody was refused; their words it does not know.
    """
    words = words_of(world)
    return words if visit.address == TRAIL else {record: (*own, str(record)) for record, own in words.items()}


def _holds(roles: frozenset[str], oracle: Oracle, user: UUID) -> bool:
    return bool(oracle.held(user, roles))


def _of_person(opens: Callable[[Oracle, UUID, PersonFacts], bool], person: UUID, oracle: Oracle, user: UUID) -> bool:
    return opens(oracle, user, oracle.world.people[person])


def _of_both(one: UUID, other: UUID, oracle: Oracle, user: UUID) -> bool:
    people = oracle.world.people
    return oracle.finds_person(user, people[one]) and oracle.finds_person(user, people[other])


def _neighbours(world: World) -> Iterator[tuple[UUID, UUID]]:
    people = list(world.people)
    return zip(people, [*people[1:], people[0]], strict=True)


def _among(opened: Callable[[Oracle, UUID], Items], record: UUID, oracle: Oracle, user: UUID) -> bool:
    return record in opened(oracle, user)


def _of_case(opens: Callable[[Oracle, UUID, CaseFacts], bool], case: UUID, oracle: Oracle, user: UUID) -> bool:
    return opens(oracle, user, oracle.world.cases[case])


def _of_referral(referral: UUID, oracle: Oracle, user: UUID) -> bool:
    return oracle.finds_referral(user, oracle.world.referrals[referral])
