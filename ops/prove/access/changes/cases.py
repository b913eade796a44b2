"""Cases that change hands, teams and, with their person, offices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from app.cases import queries, services
from app.cases.models import Case
from app.cases.services import MoveToTeam
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people.models import Person
from ops.prove.access.oracle import tables
from ops.prove.access.scene import Answer, Scene


def move_to_team(scene: Scene, case_id: UUID, by: UUID, team: UUID | None) -> Collection[UUID]:
    """Whoever can no longer see the case does not carry it any more."""
    case = scene.world.cases[case_id]

    def move(actor: Actor) -> None:
        version = queries.get_case(actor, case_id).version
        services.move_to_team(actor, case_id, MoveToTeam(team, "Cambio de equipo", version))

    answer, _ = scene.attempt("move a case to a team", by, move, allowed=scene.oracle.moves_case(by, case))
    if answer is Answer.DONE:
        moved = replace(case, team=team)
        stays = case.carrier is not None and scene.oracle.carries_on(case.carrier, moved)
        scene.world.cases[case_id] = replace(moved, carrier=case.carrier if stays else None)
    return [by, *_staff_of(scene, case.office)]


def assign(scene: Scene, case_id: UUID, by: UUID, to: UUID | None) -> Collection[UUID]:
    case = scene.world.cases[case_id]

    def give(actor: Actor) -> None:
        services.assign_case(actor, queries.get_case(actor, case_id), caseworker_id=to, reason="Cambio")

    allowed = scene.oracle.finds_case(by, case, tables.SUPERVISE)
    answer, _ = scene.attempt("give a case to a colleague", by, give, allowed=allowed)
    if answer is Answer.DONE:
        scene.world.cases[case_id] = replace(case, carrier=to)
    return [by, *([to] if to else [])]


def move_to_office(scene: Scene, person_id: UUID, office: UUID) -> Collection[UUID]:
    """A person moves on with their cases: no page does it yet, so that the rows are moved by the owner of the tables.

    What was written in the trail before stays with the office where it happened. Only files that are not restricted.
    """
    person, cases = scene.world.people[person_id], scene.world.cases_of(person_id)
    if person.restricted or any(case.restricted for case in cases):
        return []
    with scene.stage.as_owner():
        db.session.execute(sa.update(Person).where(Person.id == person_id).values(office_id=office))
        db.session.execute(sa.update(Case).where(Case.person_id == person_id).values(office_id=office, team_id=None))
    scene.world.people[person_id] = replace(person, office=office)
    for case in cases:
        scene.world.cases[case.id] = replace(case, office=office, team=None)
    there = _staff_of(scene, office)
    scene.did("person moved to another office", person_id)
    return [*there, *_staff_of(scene, person.office)]


def _staff_of(scene: Scene, office: UUID) -> Collection[UUID]:
    return scene.who(lambda user: scene.oracle.at_office(user, tables.WORK_WITH_FILES, office))
