"""Many users over few connections, while requests fail in every way and connections are killed: nobody sees another's rows."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
import structlog
from flask import Flask

from app.accounts.doors import public_door
from app.foundation.database import db
from config import Settings
from ops.prove.access import town
from ops.prove.access.changes import emergencies, restriction
from ops.prove.access.channels.channel import reads_cases, reads_people
from ops.prove.access.oracle import Oracle, World
from ops.prove.access.pool import ways
from ops.prove.access.pool.faults import NO_FAULT, Fault
from ops.prove.access.pool.figures import PoolFigures
from ops.prove.access.scene import Scene
from ops.prove.access.stage import Stage, application
from ops.prove.access.tally import Tally

CONNECTIONS = 5
THREADS = 10
ADDRESS = "/proof-of-the-pool"
NOBODY = UUID(int=0)
"""A visitor who has not signed in."""
KILL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'app_rw' ORDER BY random() LIMIT 1"""
REMEMBERED = "SELECT concat(current_setting('quipu.kind', true), current_setting('quipu.person_scopes', true))"


@dataclass(frozen=True)
class _SmallPool(Settings):
    """The settings of an instance, with a pool that never grows."""

    def flask_mapping(self) -> dict[str, Any]:
        mapping = super().flask_mapping()
        engine = {**mapping["SQLALCHEMY_ENGINE_OPTIONS"], "pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": 60}
        return {**mapping, "SQLALCHEMY_ENGINE_OPTIONS": engine, "PROPAGATE_EXCEPTIONS": False}


@dataclass(frozen=True)
class Crowd:
    """So many users who send so many requests."""

    users: int
    requests: int
    seed: int = 1

    def chance(self, place: int) -> random.Random:
        """What one thread leaves to chance."""
        return random.Random(self.seed + place)  # noqa: S311 - a repeatable proof


def run_pool(stage: Stage, world: World, crowd: Crowd, fault: Fault = NO_FAULT) -> PoolFigures:
    """Send the requests of the town's staff, and of visitors, from several threads over one small pool."""
    stage.damage = fault.damage
    stage.set_back()
    expected = _expected(_busy_town(stage, world.copy(), crowd.users))
    figures, app = PoolFigures(), _pooled_application(stage)
    with (
        fault.around(),
        _quiet(),
        _watched_pool(app, figures),
        _killing(stage, figures),
        ThreadPoolExecutor(THREADS) as threads,
    ):
        each = [crowd.requests // THREADS + (number < crowd.requests % THREADS) for number in range(THREADS)]
        senders = [_Sender(app, stage, expected, figures, crowd.chance(place)) for place in range(THREADS)]
        for sent in [threads.submit(sender.send, count) for sender, count in zip(senders, each, strict=True)]:
            sent.result()
    return figures


def _busy_town(stage: Stage, world: World, users: int) -> World:
    """The town with more staff, a restricted case at each office, and somebody who reads a file in an emergency."""
    with stage.as_owner():
        town.hire(world, users - len(world.staff))
    stage.sign_everybody_in()
    scene = Scene(stage, world, Tally())
    for office in world.offices:
        case = next(case for case in world.cases.values() if case.office == office and case.carrier)
        restriction.restrict_case(scene, case.id, cast("UUID", case.carrier), [])
    person = next(iter(world.people.values()))
    reader = next(user for user in world.staff if scene.oracle.finds_beyond(user, person))
    emergencies.break_glass(scene, person.id, reader, person.code)
    return world


def _expected(world: World) -> Mapping[UUID, frozenset[str]]:
    """What each user may read, by id."""
    oracle = Oracle(world)
    found = {user: reads_people(oracle, user) | reads_cases(oracle, user) for user in world.staff}
    return {**{user: frozenset(map(str, records)) for user, records in found.items()}, NOBODY: frozenset()}


@dataclass(frozen=True)
class _Sender:
    """One thread of requests. ``expected``: what each user may read, by id."""

    app: Flask
    stage: Stage
    expected: Mapping[UUID, frozenset[str]]
    figures: PoolFigures
    chance: random.Random

    def send(self, count: int) -> None:
        users, known = list(self.expected), list(ways.WAYS)
        for _ in range(count):
            self._send_one(self.chance.choice(users), self.chance.choice(known))

    def _send_one(self, user: UUID, way: str) -> None:
        headers = {"Cookie": self.stage.cookie(user)} if user != NOBODY else {}
        answer = self.app.test_client(use_cookies=False).get(ADDRESS, query_string={"way": way}, headers=headers)
        self.figures.answer(answer.status_code)
        if answer.status_code != HTTPStatus.OK:
            return
        told = cast("dict[str, list[str]]", answer.json)
        shown, theirs = frozenset(told["rows"]), self.expected[user]
        self.figures.add(foreign=len(shown - theirs), missing=len(theirs - shown), bare=len(told["bare"]), own=len(shown))


# --- around it


def _pooled_application(stage: Stage) -> Flask:
    settings = _SmallPool(**{name: getattr(stage.settings, name) for name in stage.settings.__dataclass_fields__})
    app = application(settings)
    app.add_url_rule(ADDRESS, "proof_of_the_pool", public_door(ways.look))
    return app


@contextmanager
def _watched_pool(app: Flask, figures: PoolFigures) -> Iterator[None]:
    """See at each check-out whether the connection still remembers somebody."""
    with app.app_context():
        engine = db.engine

    def look_at(connection: Any, _record: object, _proxy: object) -> None:
        if connection.closed:
            return
        with connection.cursor() as cursor:
            (remembered,) = cursor.execute(REMEMBERED.encode()).fetchone()
        connection.rollback()
        figures.add(survived=bool(remembered))

    sa.event.listen(engine, "checkout", look_at)
    try:
        yield
    finally:
        engine.dispose()


@contextmanager
def _killing(stage: Stage, figures: PoolFigures, *, seconds: float = 0.2) -> Iterator[None]:
    """Some connection of the pool is ended again and again, whatever it is doing."""
    over = threading.Event()

    def kill() -> None:
        with stage.servers.cluster.connect(stage.database) as superuser:
            superuser.autocommit = True
            while not over.wait(seconds):
                figures.add(killed=len(superuser.execute(KILL.encode()).fetchall()))

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _quiet() -> Iterator[None]:
    """Thousands of failures that were arranged are no news for the log."""
    usual = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**usual)
