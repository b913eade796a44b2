"""What stands around people before and beside their files: households, imports, and what is being typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import product
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.drafts import find_draft, list_drafts
from app.imports import queries as imports
from app.imports.enums import RowOutcome
from app.imports.models import PeopleImport
from app.imports.queries import Matched
from app.people import queries
from app.people.models import Household
from ops.prove.access.channels import channel
from ops.prove.access.channels.channel import Channel, Item, Items, found, ids_found, reads_people
from ops.prove.access.channels.rows import rows
from ops.prove.access.oracle import Oracle, World, tables

BEYOND_ONLY = "at which office a row of an import may be known"
OF_DRAFTS = ("a draft", "list of drafts")


def _households(world: World) -> Collection[Item]:
    return world.households


def _members(world: World) -> Collection[Item]:
    return list(product(world.households, world.people))


def _household(actor: Actor, world: World) -> Items:
    return ids_found(queries.get_household, actor, world.households)


def _told(who: Callable[[Actor, Household], Collection[UUID]], actor: Actor, world: World) -> Items:
    """Pairs of a household and somebody of whom its page tells."""
    opened = found(queries.get_household, actor, world.households)
    return {(household.id, person) for household in opened for person in who(actor, household)}


def _belong(_actor: Actor, household: Household) -> Collection[UUID]:
    return [member.person_id for member in household.members]


def _came_and_went(actor: Actor, household: Household) -> Collection[UUID]:
    return [event.person_id for event in queries.list_events(actor, household)]


def opens_household(oracle: Oracle, user: UUID) -> Items:
    """Those of an office where they work, with somebody whose file they find."""
    return {
        household
        for household, (office, members) in oracle.world.households.items()
        if oracle.at_office(user, tables.WORK_WITH_FILES, office)
        and any(oracle.finds_person(user, oracle.world.people[member]) for member in members)
    }


def _members_by_oracle(oracle: Oracle, user: UUID) -> Items:
    households, people = oracle.world.households, oracle.world.people
    pairs = ((household, member) for household in opens_household(oracle, user) for member in households[household][1])
    return {(household, member) for household, member in pairs if oracle.finds_person(user, people[member])}


def _households_in_reach(oracle: Oracle, user: UUID) -> Items:
    offices = oracle.world.households.items()
    return {household for household, (office, _) in offices if oracle.at_office(user, tables.WORK_WITH_FILES, office)}


def _members_in_reach(oracle: Oracle, user: UUID) -> Items:
    return set(product(oracle.world.households, reads_people(oracle, user)))


def _imports(world: World) -> Collection[Item]:
    return world.imports


def _import(actor: Actor, world: World) -> Items:
    return ids_found(imports.get_import, actor, world.imports)


def opens_import(oracle: Oracle, user: UUID) -> Items:
    of_offices = oracle.world.imports.items()
    return {brought for brought, office in of_offices if oracle.at_office(user, tables.SUPERVISE, office)}


def _imports_in_reach(oracle: Oracle, user: UUID) -> Items:
    of_offices = oracle.world.imports.items()
    return {brought for brought, office in of_offices if oracle.at_office(user, tables.WORK_WITH_FILES, office)}


def _pairs_of_imports(world: World) -> Collection[Item]:
    return list(product(world.imports, world.people))


def _matched(which: Callable[[Matched], Collection[UUID]], actor: Actor, world: World) -> Items:
    """Pairs of an import and somebody who a row of it may be."""
    return {(brought.id, one) for brought, matched in _looked_at(actor, world) for one in which(matched)}


def _looked_at(actor: Actor, world: World) -> Iterator[tuple[PeopleImport, Matched]]:
    for brought in found(imports.get_import, actor, world.imports):
        rows = imports.list_rows(actor, brought, [RowOutcome.POSSIBLE], 1).rows
        yield brought, imports.matched_people(actor, brought, rows)


def _registered(actor: Actor, world: World) -> Items:
    """Pairs of an import and somebody whom its page names as registered by it, on any of its pages."""
    return {(brought.id, one) for brought in found(imports.get_import, actor, world.imports) for one in _listed(actor, brought)}


def _listed(actor: Actor, brought: PeopleImport) -> Iterator[UUID]:
    start: int | None = 0
    while start is not None:
        page = imports.list_registered(actor, brought, start, only_to_ask=False)
        yield from (person.id for _number, person in page.people)
        start = page.following


def _by_name(oracle: Oracle, user: UUID) -> Items:
    people = oracle.people(lambda person: oracle.finds_person(user, person))
    return set(product(opens_import(oracle, user), people))


def _by_office(oracle: Oracle, user: UUID) -> Items:
    """Of people beyond the reader's offices only at which office they are; of restricted ones not even that."""
    people = oracle.people(lambda person: not person.restricted and not person.erased and not oracle.finds_person(user, person))
    return set(product(opens_import(oracle, user), people))


def _names_in_reach(oracle: Oracle, user: UUID) -> Items:
    return set(product(oracle.world.imports, reads_people(oracle, user)))


def _offices_in_reach(oracle: Oracle, user: UUID) -> Items:
    people = oracle.people(lambda person: not person.restricted and not person.erased)
    return set(product(_imports_in_reach(oracle, user), people))


def _drafts(world: World) -> Collection[Item]:
    return world.drafts


def _draft(actor: Actor, world: World) -> Items:
    return {submission for submission in world.drafts if find_draft(actor, submission)}


def _listed_drafts(actor: Actor, _world: World) -> Items:
    return {draft.submission_id for draft in list_drafts(actor)}


def _typed(oracle: Oracle, user: UUID) -> Items:
    is_active = oracle.world.staff[user].active
    return {submission for submission, whose in oracle.world.drafts.items() if whose == user and is_active}


def _live_together(oracle: Oracle, user: UUID) -> Items:
    """Rows of these an emergency shows, although no page does then."""
    members = {member for _office, members in oracle.world.households.values() for member in members}
    return members & reads_people(oracle, user)


ROWS_OF_INTAKE = (
    *(
        Channel(f"rows: {table}", channel.people, rows(table, "person_id"), _live_together, _live_together)
        for table in ("household_member", "household_event")
    ),
    Channel("rows: household", _households, rows("household", "id"), _households_in_reach, _households_in_reach),
    Channel("rows: people_import", _imports, rows("people_import", "id"), _imports_in_reach, _imports_in_reach),
    Channel("rows: import_row", _imports, rows("import_row", "import_id"), _imports_in_reach, _imports_in_reach),
    Channel("rows: draft", _drafts, rows("draft", "submission_id"), _typed, _typed),
)
INTAKE = (
    Channel("page: a household", _households, _household, opens_household, _households_in_reach),
    Channel("who belongs to a household", _members, partial(_told, _belong), _members_by_oracle, _members_in_reach),
    Channel("history of a household", _members, partial(_told, _came_and_went), _members_by_oracle, _members_in_reach),
    Channel("page: an import", _imports, _import, opens_import, _imports_in_reach),
    Channel(
        "whom a row of an import may be", _pairs_of_imports, partial(_matched, lambda matched: matched.people), _by_name,
        _names_in_reach,
    ),
    Channel("who was registered by an import", _pairs_of_imports, _registered, _by_name, _names_in_reach),
    Channel(
        BEYOND_ONLY, _pairs_of_imports, partial(_matched, lambda matched: matched.offices),
        _by_office, _offices_in_reach,
    ),
    Channel(OF_DRAFTS[0], _drafts, _draft, _typed, _typed),
    Channel(OF_DRAFTS[1], _drafts, _listed_drafts, _typed, _typed),
)  # fmt: skip
