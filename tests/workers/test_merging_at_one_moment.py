"""What two people do to the same two files at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people import queries, services
from app.people.enums import MergeGround
from app.people.models import Person, PersonMerge
from app.people.services import MergeChoice, merge_people, part_people
from ops.throwaway import ThrowawayServers
from tests.conftest import actor_of
from tests.factories.accounts import OfficeFactory
from tests.factories.people import PersonFactory
from tests.workers.conftest import Workers
from tests.workers.contexts import clear_as_owner
from tests.workers.test_at_one_moment import at_one_moment

WRITTEN_HERE = (
    "outbox_message", "person_merge_row", "person_merge", "person_change", "person_situation", "person_language",
    "person_nationality", "name_word", "person", "user_grant", '"user"', "office", "number_series", "data_key",
)  # fmt: skip
AS_IT_IS = MergeChoice(ground=MergeGround.PERSON_SAID, sides={}, versions=(1, 1))


@pytest.fixture
def office(jobs_session: Any, servers: ThrowawayServers) -> Iterator[Office]:
    yield OfficeFactory(code="CUC", name="Cúcuta")
    jobs_session.rollback()
    with db.session.no_autoflush:
        clear_as_owner(servers, WRITTEN_HERE)


@pytest.fixture
def pair(office: Office) -> tuple[UUID, UUID]:
    ids = PersonFactory(office=office, given_names="Rosa").id, PersonFactory(office=office, given_names="Rosa E.").id
    db.session.commit()
    return ids


@pytest.fixture
def colleagues(office: Office) -> tuple[Actor, Actor]:
    both = actor_of(Role.CASEWORKER, office), actor_of(Role.CASEWORKER, office)
    db.session.commit()
    return both


def merged_files() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Person).where(Person.merged_into_id.is_not(None))) or 0


def test_two_who_merge_the_same_files_the_other_way_round(
    workers: Workers, pair: tuple[UUID, UUID], colleagues: tuple[Actor, Actor]
) -> None:
    way = {colleagues[0].id: pair, colleagues[1].id: (pair[1], pair[0])}
    outcomes = at_one_moment(workers, list(colleagues), lambda actor: merge_people(actor, *way[actor.id], AS_IT_IS))
    assert outcomes == ["Moved", "done"]
    assert merged_files() == 1


def test_a_change_of_the_file_that_is_being_merged_comes_before_or_is_refused(
    workers: Workers, pair: tuple[UUID, UUID], colleagues: tuple[Actor, Actor]
) -> None:
    kept, other = pair

    def act(actor: Actor) -> None:
        if actor.id == colleagues[0].id:
            merge_people(actor, kept, other, AS_IT_IS)
            return
        facts = services.facts_of(queries.get_person(actor, other))
        services.change_person(actor, other, replace(facts, given_names="Rosalía"), version=1)

    assert at_one_moment(workers, list(colleagues), act) in (["Moved", "done"], ["StaleVersion", "done"])
    changed = db.session.scalar(sa.select(Person.given_names).where(Person.id == other))
    assert (merged_files(), changed) in ((1, "Rosa E."), (0, "Rosalía"))


def test_two_who_undo_a_merge_undo_it_once(workers: Workers, pair: tuple[UUID, UUID], colleagues: tuple[Actor, Actor]) -> None:
    assert at_one_moment(workers, [colleagues[0]], lambda actor: merge_people(actor, *pair, AS_IT_IS)) == ["done"]
    merge_id = db.session.scalars(sa.select(PersonMerge.id)).one()
    db.session.rollback()
    assert at_one_moment(workers, list(colleagues), lambda actor: part_people(actor, pair[0], merge_id)) == ["WrongState", "done"]
    assert merged_files() == 0
