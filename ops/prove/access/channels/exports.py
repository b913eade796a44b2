"""What is handed out about one person: all that is held, and the sheet that they take along."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import partial
from itertools import product
from uuid import UUID

from app.data_protection import presenters, services
from app.data_protection.enums import HeldFormat
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.people import presenters as people_presenters
from app.people import questions
from app.people import services as people
from app.people.enums import SheetKind
from app.people.queries import list_consents
from ops.prove.access.channels.channel import Channel, Item, Items, found, reads_cases, reads_people
from ops.prove.access.oracle import Oracle, World, tables


def words_of(world: World) -> Mapping[UUID, tuple[str, ...]]:
    """Words of each record that stand nowhere else."""
    of_people = {one.id: (one.given_names, one.document, one.code) for one in world.people.values()}
    of_cases = {one.id: (one.words, one.code) for one in world.cases.values()}
    return of_people | of_cases


def _exported(make: Callable[[Actor, UUID], tuple[UUID, str]], actor: Actor, world: World) -> Items:
    """Pairs of the person for whom a file is made, and a record whose words stand in it."""
    words, shown = words_of(world), set()
    for person, text in found(make, actor, world.people):
        shown |= {(person, record) for record, own in words.items() if any(word in text for word in own)}
    return shown


def _export(actor: Actor, person: UUID) -> tuple[UUID, str]:
    held = services.export_held(actor, person, HeldFormat.JSON, "es")
    return person, json.dumps(presenters.held_document(actor, held, "es"), ensure_ascii=False)


def _sheet(actor: Actor, person_id: UUID) -> tuple[UUID, str]:
    person = people.hand_out_sheet(actor, person_id, SheetKind.FULL, "es")
    work = [part for answer in questions.work_on_sheet.ask_all(actor, person) for part in answer]
    sheet = people_presenters.full_sheet(person, list_consents(actor, person), work, today_in(person.office.time_zone))
    return person_id, json.dumps(sheet, ensure_ascii=False)


def _pairs(world: World) -> Collection[Item]:
    return list(product(world.people, words_of(world)))


def _by_oracle(oracle: Oracle, user: UUID) -> Items:
    """Of the person and those of their cases that the user finds; who lives with them stands in no file but their own.

    In an emergency nothing is handed out.
    """
    people = {person.id for person in oracle.world.people.values() if oracle.finds_person(user, person)}
    cases = {(case.person, case.id) for case in oracle.world.cases.values() if oracle.finds_case(user, case)}
    return {(person, person) for person in people} | {pair for pair in cases if pair[0] in people}


def _on_paper(oracle: Oracle, user: UUID) -> Items:
    """The same without closed cases and restricted ones: whoever finds the paper reads it."""
    hidden = {case.id for case in oracle.world.cases.values() if case.restricted or case.status == tables.CLOSED}
    return {(person, record) for person, record in _by_oracle(oracle, user) if record not in hidden}


def _in_reach(oracle: Oracle, user: UUID) -> Items:
    return set(product(oracle.world.people, reads_people(oracle, user) | reads_cases(oracle, user)))


EXPORTS = (
    Channel("export of all that is held", _pairs, partial(_exported, _export), _by_oracle, _in_reach),
    Channel("sheet to take along", _pairs, partial(_exported, _sheet), _on_paper, _in_reach),
)
