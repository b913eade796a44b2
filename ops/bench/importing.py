"""What bringing in a file of people costs: rows a second and CPU of each step, beside plainly inserting as many people."""

from __future__ import annotations

import csv
import io
import os
import resource
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app import create_app
from app.accounts.doors import actor_for
from app.accounts.models import Grant, User
from app.accounts.permissions import Role
from app.foundation import access
from app.foundation.actor import Actor, ActorKind, system_actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import OutboxMessage
from app.foundation.staging import insert_rows
from app.foundation.transactions import transaction
from app.imports import jobs, queries, services
from app.imports.enums import Decision
from app.imports.models import PeopleImport
from app.people.models import Person
from ops.bench.database_cpu import cpu_seconds_of
from ops.bench.instance import Bench
from ops.bench.matching.people import invent
from ops.errors import OperationError

PROCESSES = 2
SEED = 20261123
HEADING = (
    "given_names", "surname_1", "surname_2", "sex", "birth_date", "nationality", "document_type", "document_number", "phone",
    "place",
)  # fmt: skip
SECONDS_BETWEEN_LOOKS = 0.1
WRONG_EVERY = 200
"""Every so many rows one has an error."""


FLOOR = "plain insert"
PLAIN = (
    "id", "code", "given_names", "surname_1", "surname_2", "sex", "population_type", "office_id", "is_restricted",
    "registered_at", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One job of an import over all its processes: seconds on the clock, of CPU, of the database's CPU; largest memory in MB."""

    name: str
    seconds: float
    cpu: float = 0.0
    database_cpu: float = 0.0
    megabytes: float = 0.0


def figures_of_import(bench: Bench, people: int, *, rows: int) -> str:
    app = create_app(bench.settings)
    environment = {**bench.instance.environment}
    with app.app_context():
        import_id, actor = _bring(rows)
        compared_with = _people_of_country(bench, import_id)
        with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _prepare, (environment,)) as pool:
            list(pool.map(_wake, range(PROCESSES)))
            stages = [_work_off(bench, pool, job) for job in (jobs.READ, jobs.CHECK)]
            with transaction():
                services.decide_undecided(actor, import_id, Decision.LEAVE_OUT)
                services.confirm_import(actor, import_id)
            stages.append(_work_off(bench, pool, jobs.ENTER))
        floor = _insert_plainly(bench, actor, rows)
        return _as_table(f"{compared_with:,} people of the country ({people:,} in all)", _read(import_id), stages, floor)


PEOPLE_OF_COUNTRY = sa.text(
    """SELECT count(*) FROM person JOIN office ON office.id = person.office_id
    WHERE office.country = (
        SELECT country FROM people_import JOIN office ON office.id = office_id WHERE people_import.id = :id)"""
)


def _people_of_country(bench: Bench, import_id: UUID) -> int:
    """With whom the rows are compared."""
    with sa.create_engine(bench.settings.database_url("app_job")).begin() as connection:
        connection.execute(sa.text("SELECT quipu_enter('system', NULL)"))
        return int(connection.scalar(PEOPLE_OF_COUNTRY, {"id": import_id}) or 0)


def _insert_plainly(bench: Bench, actor: Actor, rows: int) -> Stage:
    """The floor: as many people with name and sex, inserted by one process; not compared, not sealed; rolled back."""
    people = [_plain(actor, number) for number in range(rows)]
    db.session.rollback()
    began, database = time.monotonic(), cpu_seconds_of(bench.instance.state)
    insert_rows(Person, PLAIN, people)
    stage = Stage(FLOOR, time.monotonic() - began, 0.0, cpu_seconds_of(bench.instance.state) - database)
    db.session.rollback()
    return stage


def _plain(actor: Actor, number: int) -> tuple[Any, ...]:
    one = invent(Random(SEED + number), number)  # noqa: S311 - invented people
    names = one.given_names, one.surname_1, one.surname_2
    return new_id(), f"BENCH-{number}", *names, one.sex, "in_transit", actor.office_id, False, now(), 1


def _bring(rows: int) -> tuple[UUID, Actor]:
    supervisor = (
        sa.select(User).join(Grant, Grant.user_id == User.id).where(Grant.role == Role.SUPERVISOR, Grant.office_id.is_not(None))
    )
    user = db.session.scalars(supervisor.limit(1)).one()
    access.enter(Actor(kind=ActorKind.STAFF, name="bench", id=user.id))
    actor = actor_for(user)
    with transaction():
        content = io.BytesIO(_table(rows).encode())
        new = services.NewFile(actor.office_id or user.id, content, {"population_type": "in_transit"}, "es")
        return services.bring_file(actor, new).row.id, actor


def _table(rows: int) -> str:
    seed, out = SEED + int(time.time()), io.StringIO()
    chance = Random(seed)  # noqa: S311 - other people in each run: the same rows would be known again
    table = csv.DictWriter(out, HEADING, extrasaction="ignore")
    table.writeheader()
    for number in range(rows):
        row = invent(chance, number).row(str(number))
        row["document_type"] = "VE-CI" if row["document_number"] else ""
        row["sex"] = "?" if number % WRONG_EVERY == 0 else row["sex"]
        table.writerow(row)
    return out.getvalue()


def _work_off(bench: Bench, pool: ProcessPoolExecutor, job: str) -> Stage:
    """Do the jobs of one name that wait, and at once those that they ask for, as the workers of the product do."""
    began, database = time.monotonic(), cpu_seconds_of(bench.instance.state)
    at_work: dict[str, Future[tuple[float, float]]] = {}
    while True:
        ended = {message_id for message_id, done in at_work.items() if done.done()}
        waiting = set(_waiting(job))
        if ended & waiting:
            raise OperationError(f"The job {job} did not come to its end.")
        if not waiting and ended == at_work.keys():
            break
        for message_id in waiting - at_work.keys():
            at_work[message_id] = pool.submit(_run, job, message_id)
        wait([done for done in at_work.values() if not done.done()], timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
    results = [done.result() for done in at_work.values()]
    return Stage(
        job,
        time.monotonic() - began,
        cpu=sum(used for used, _ in results),
        database_cpu=cpu_seconds_of(bench.instance.state) - database,
        megabytes=max(megabytes for _, megabytes in results),
    )


def _waiting(job: str) -> Sequence[str]:
    db.session.rollback()
    select = sa.select(OutboxMessage.id).where(OutboxMessage.job == job, OutboxMessage.done_at.is_(None))
    found = [str(message_id) for message_id in db.session.scalars(select)]
    db.session.rollback()
    return found


def _prepare(environment: Mapping[str, str]) -> None:
    os.environ.update(environment)


def _wake(_number: int) -> None:
    from workers.celery_app import celery_app

    celery_app.loader.import_default_modules()


def _run(job: str, message_id: str) -> tuple[float, float]:
    from workers.celery_app import celery_app

    celery_app.loader.import_default_modules()
    before = _cpu()
    celery_app.tasks[job](message_id)
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return _cpu() - before, largest / 1000


def _cpu() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _read(import_id: UUID) -> PeopleImport:
    db.session.rollback()
    db.session.expire_all()
    return queries.get_brought(system_actor("bench"), import_id)


def _as_table(against: str, brought: PeopleImport, stages: Sequence[Stage], floor: Stage) -> str:
    rows = brought.row_count
    became = f"{brought.registered_count:,} registered, {brought.left_out_count:,} left out, {brought.error_count:,} errors"
    entered = sum(stage.seconds for stage in stages if stage.name in {jobs.CHECK, jobs.ENTER})
    whole = sum(stage.seconds for stage in stages)
    return "\n".join(
        [
            f"{rows:,} rows against {against}, {PROCESSES} processes: {became}",
            "",
            f"{'step':<16}{'seconds':>9}{'rows/s':>9}{'CPU us/row':>12}{'of it database':>16}{'MB':>7}",
            *_lines([*stages, floor], rows),
            "",
            f"{rows / entered:,.0f} rows a second, checked, compared and entered; {rows / whole:,.0f} with reading the file",
            f"{entered / floor.seconds:.2f} times as long as the floor: as many people plainly inserted by one process",
        ]
    )


def _lines(stages: Iterable[Stage], rows: int) -> Iterator[str]:
    for one in stages:
        cpu, database = 1e6 * (one.cpu + one.database_cpu) / rows, 1e6 * one.database_cpu / rows
        yield f"{one.name:<16}{one.seconds:>9.1f}{rows / one.seconds:>9,.0f}{cpu:>12.0f}{database:>16.0f}{one.megabytes:>7.0f}"
