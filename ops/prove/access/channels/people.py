"""The ways in which persons reach a user."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product
from uuid import UUID

from app.audit.queries import list_of_record
from app.emergency.queries import find_beyond
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.people import policies, queries
from app.people.names import Names
from app.people.statement import Statement
from ops.prove.access import town
from ops.prove.access.channels import channel
from ops.prove.access.channels.channel import Channel, Item, Items, all_rows, finds_people, found, ids_found, reads_people
from ops.prove.access.oracle import Oracle, World, tables


def _opened(actor: Actor, world: World) -> Items:
    return ids_found(queries.read_person, actor, world.people)


def _open_to_change(actor: Actor, world: World) -> Items:
    return ids_found(queries.get_person, actor, world.people)


def _searched(actor: Actor, text: str) -> set[Item]:
    return {hit.person.id for hit in all_rows(lambda page: queries.search_people(actor, text, page))}


def _by_name(actor: Actor, _world: World) -> Items:
    return _searched(actor, town.SURNAME)


def _by_name_and_birth(actor: Actor, _world: World) -> Items:
    """With the years of the first two of the town, and one in which nobody was born, which hides nobody."""
    oldest = now().year - town.OLDEST
    return {person_id for year in (1900, oldest, oldest + 1) for person_id in _searched(actor, f"{town.SURNAME} {year}")}


def _by_phone(actor: Actor, _world: World) -> Items:
    return {hit.person.id for hit in queries.search_people(actor, town.PHONE).rows}


def _by_document(actor: Actor, world: World) -> Items:
    return {hit.person.id for one in world.people.values() for hit in queries.search_people(actor, one.document).rows}


def _by_code(actor: Actor, world: World) -> Items:
    people = (queries.find_person_by_code(actor, one.code) for one in world.people.values())
    return {person.id for person in people if person}


def _similar(actor: Actor, world: World) -> Items:
    """Whom the form shows while the same person is registered once more."""
    stated = (Statement(Names(one.given_names, town.SURNAME, None)) for one in world.people.values())
    return {each.person.id for statement in stated for each in queries.find_candidates(actor, statement).people}


def _access_log(actor: Actor, world: World) -> Items:
    people = found(queries.get_person, actor, world.people)
    read = (person.id for person in people if policies.can_view_access_log(actor, person))
    return {person_id for person_id in read if list_of_record("person", person_id, 1).rows}


def _care(actor: Actor, world: World) -> Items:
    """Whose files tell who cares for them; everybody in the town has such a statement."""
    return {person.id for person in found(queries.read_person, actor, world.people) if queries.find_care(actor, person)}


def _care_of_many(actor: Actor, world: World) -> Items:
    return set(queries.care_of_members(actor, world.people.keys()))


def _contacts(actor: Actor, world: World) -> Items:
    return {contact.person_id for contact in queries.contacts_of_members(actor, world.people.keys())}


def _supervises(oracle: Oracle, user: UUID) -> Items:
    return oracle.people(lambda person: oracle.answers_for_person(user, person, tables.SUPERVISE))


def _classes(actor: Actor, world: World) -> Items:
    people = found(queries.read_person, actor, world.people)
    return {(person.id, privacy.value) for person in people for privacy in policies.field_classes(actor, person)}


def _all_classes(world: World) -> Collection[Item]:
    return list(product(world.people, tables.CLASSES))


def _classes_by_oracle(oracle: Oracle, user: UUID) -> Items:
    people = oracle.world.people.values()
    return {(person.id, privacy) for person in people for privacy in oracle.classes_of_person(user, person)}


def _classes_in_reach(oracle: Oracle, user: UUID) -> Items:
    return set(product(reads_people(oracle, user), tables.CLASSES))


def _beyond(actor: Actor, world: World) -> Items:
    """Which codes lead to a file in an emergency: those of persons, and those of cases."""
    codes = {one.id: one.code for one in world.people.values()} | {one.id: one.code for one in world.cases.values()}
    return {record for record, code in codes.items() if find_beyond(actor, code)}


def _people_and_cases(world: World) -> Collection[Item]:
    return [*world.people, *world.cases]


def _beyond_by_oracle(oracle: Oracle, user: UUID) -> Items:
    people = oracle.world.people
    of_cases = oracle.cases(lambda case: not case.restricted and oracle.finds_beyond(user, people[case.person]))
    return of_cases | oracle.people(lambda person: oracle.finds_beyond(user, person))


PEOPLE = (
    Channel("page: a person's file", channel.people, _opened, reads_people, reads_people),
    Channel("page: a person's file, to change", channel.people, _open_to_change, finds_people, reads_people),
    Channel("search by name", channel.people, _by_name, finds_people, reads_people),
    Channel("search by name and year of birth", channel.people, _by_name_and_birth, finds_people, reads_people),
    Channel("search by code", channel.people, _by_code, finds_people, reads_people),
    Channel("search by document number", channel.people, _by_document, finds_people, reads_people),
    Channel("search by phone", channel.people, _by_phone, finds_people, reads_people),
    Channel("duplicates at registration", channel.people, _similar, finds_people, reads_people),
    Channel("who cares for a person", channel.people, _care, reads_people, reads_people),
    Channel("who cares for several", channel.people, _care_of_many, finds_people, reads_people),
    Channel("contacts of several", channel.people, _contacts, finds_people, reads_people),
    Channel("access log of a person", channel.people, _access_log, _supervises, reads_people),
    Channel("field classes of a person", _all_classes, _classes, _classes_by_oracle, _classes_in_reach),
    Channel("emergency: by code", _people_and_cases, _beyond, _beyond_by_oracle, _beyond_by_oracle),
)
