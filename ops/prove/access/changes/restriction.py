"""Restricting files to those who need to know them, naming more of them, taking them off, opening files again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from app.cases import services
from app.cases.services import Circle
from app.foundation.ids import new_id
from ops.prove.access.oracle import CaseFacts, PersonFacts, tables
from ops.prove.access.scene import Answer, Scene

REASON, WHY_FEW = "Corre peligro", "Nadie más debe saberlo"


def candidates(scene: Scene, record: PersonFacts | CaseFacts) -> list[UUID]:
    """Who can be named: whoever works with files of the office; for a case of a restricted person, who knows the person."""
    found = scene.who(lambda user: scene.oracle.at_office(user, tables.WORK_WITH_FILES, record.office))
    person = scene.world.people[record.person] if isinstance(record, CaseFacts) else None
    if person and person.restricted:
        return [user for user in found if (person.id, user) in scene.world.knows]
    return list(found)


def restrict_case(scene: Scene, case_id: UUID, by: UUID, others: Collection[UUID]) -> Collection[UUID]:
    """``others``: whom to name besides; whoever carries the case is named too."""
    case = scene.world.cases[case_id]
    named = _named(scene, case, others, [case])
    circle = Circle(frozenset(named), REASON, WHY_FEW)
    allowed = scene.oracle.answers_for_case(by, case)
    answer, _ = scene.attempt(
        "restrict a case", by, lambda actor: services.restrict_case(actor, case_id, circle), allowed=allowed
    )
    if answer is Answer.DONE:
        scene.world.cases[case_id] = replace(case, restriction=new_id())
        scene.world.knows |= {(case_id, user) for user in {*named, by}}
    return [by, *named, *_staff_of(scene, case.office)]


def restrict_person(scene: Scene, person_id: UUID, by: UUID, others: Collection[UUID]) -> Collection[UUID]:
    """With all the person's cases; who knew one of them that was restricted before goes on knowing the person."""
    person, cases = scene.world.people[person_id], scene.world.cases_of(person_id)
    still_open = [case for case in cases if not case.restricted]
    named = _named(scene, person, others, still_open)
    circle = Circle(frozenset(named), REASON, WHY_FEW)
    allowed = scene.oracle.decides_on_file(by, person)
    answer, _ = scene.attempt(
        "restrict a person's file", by, lambda actor: services.restrict_person(actor, person_id, circle), allowed=allowed
    )
    if answer is Answer.DONE:
        restriction = new_id()
        scene.world.people[person_id] = replace(person, restriction=restriction)
        knowers = {user for case in cases if case.restricted for user in scene.world.who_knows(case.id)}
        scene.world.knows |= {(person_id, user) for user in {*named, by, *knowers}}
        for case in still_open:
            scene.world.cases[case.id] = replace(case, restriction=restriction)
            scene.world.knows |= {(case.id, user) for user in {*named, by}}
    return [by, *named, *_staff_of(scene, person.office)]


def widen(scene: Scene, record_id: UUID, by: UUID, others: Collection[UUID]) -> Collection[UUID]:
    """Name more colleagues for a restricted record; with a person those of the cases that the one who names them knows."""
    person, record = _record(scene, record_id)
    named = set(others) & set(candidates(scene, record))
    widen_record = services.widen_person if person else services.widen_case
    allowed = scene.oracle.names_others(by, record)
    answer, _ = scene.attempt("name somebody", by, lambda actor: widen_record(actor, record_id, named), allowed=allowed)
    if answer is Answer.DONE:
        records = [record_id, *(case.id for case in _known_cases(scene, by, record_id))] if person else [record_id]
        scene.world.knows |= {(one, user) for one in records for user in named}
    return [by, *named]


def take_off(scene: Scene, record_id: UUID, by: UUID, user: UUID) -> Collection[UUID]:
    """Take a colleague off a restricted record; off a person's file and those of its cases that the one who does it knows."""
    person, record = _record(scene, record_id)
    take_off_record = services.take_off_person if person else services.take_off_case
    allowed = scene.oracle.names_others(by, record)
    known = _known_cases(scene, by, record_id) if person else []
    answer, _ = scene.attempt("take somebody off", by, lambda actor: take_off_record(actor, record_id, user), allowed=allowed)
    if answer is Answer.DONE:
        scene.world.knows -= {(one, user) for one in (record_id, *(case.id for case in known))}
    return [by, user]


def open_again(scene: Scene, record_id: UUID, by: UUID) -> Collection[UUID]:
    """End a restriction; with a person's the cases that came along, as far as the one who ends it knows them."""
    person, record = _record(scene, record_id)
    end = services.end_person_restriction if person else services.end_case_restriction
    allowed = scene.oracle.opens_again(by, record)
    came_along = [case for case in _known_cases(scene, by, record_id) if case.restriction == record.restriction] if person else []
    answer, _ = scene.attempt("open a file again", by, lambda actor: end(actor, record_id, "Ya no hace falta"), allowed=allowed)
    if answer is Answer.DONE:
        if isinstance(record, PersonFacts):
            scene.world.people[record_id] = replace(record, restriction=None)
        for case in [*came_along, *([record] if isinstance(record, CaseFacts) else [])]:
            scene.world.cases[case.id] = replace(case, restriction=None)
        ended = {record_id, *(case.id for case in came_along)}
        scene.world.knows = {pair for pair in scene.world.knows if pair[0] not in ended}
    return [by, *_staff_of(scene, record.office)]


def _record(scene: Scene, record_id: UUID) -> tuple[bool, PersonFacts | CaseFacts]:
    person = scene.world.people.get(record_id)
    return person is not None, person or scene.world.cases[record_id]


def _known_cases(scene: Scene, user: UUID, person_id: UUID) -> list[CaseFacts]:
    return [case for case in scene.world.cases_of(person_id) if scene.oracle.finds_case(user, case)]


def _named(
    scene: Scene, record: PersonFacts | CaseFacts, others: Collection[UUID], cases: Collection[CaseFacts]
) -> Collection[UUID]:
    """Those of the others who can be named, and whoever carries one of these cases."""
    possible = candidates(scene, record)
    carriers = {case.carrier for case in cases}
    return {user for user in possible if user in others or user in carriers}


def _staff_of(scene: Scene, office: UUID) -> Collection[UUID]:
    return scene.who(lambda user: scene.oracle.at_office(user, tables.WORK_WITH_FILES, office))
