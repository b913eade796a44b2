"""What bringing in a file of people costs: rows a second from checking to entered, and the largest memory of a process."""

from __future__ import annotations

import csv
import io
import os
import resource
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app import create_app
from app.accounts.doors import actor_for
from app.accounts.models import Grant, User
from app.accounts.permissions import Role
from app.foundation import access
from app.foundation.actor import Actor, ActorKind, system_actor
from app.foundation.database import db
from app.foundation.jobs import OutboxMessage
from app.foundation.transactions import transaction
from app.imports import jobs, queries, services
from app.imports.enums import Decision
from app.imports.models import PeopleImport
from ops.bench.instance import Bench
from ops.bench.matching.people import invent

PROCESSES = 2
SEED = 20261123
HEADING = (
    "given_names", "surname_1", "surname_2", "sex", "birth_date", "nationality", "document_type", "document_number", "phone",
    "place",
)  # fmt: skip
SECONDS_BETWEEN_LOOKS = 0.1
WRONG_EVERY = 200
"""Every so many rows one has an error."""


@dataclass(frozen=True)
class Stage:
    """One job of an import, over all its processes: seconds on the clock and of CPU, and the largest memory in MB."""

    name: str
    seconds: float
    cpu_seconds: float
    megabytes: float


def figures_of_import(bench: Bench, people: int, *, rows: int) -> str:
    app = create_app(bench.settings)
    environment = {**bench.instance.environment}
    with app.app_context():
        began = time.monotonic()
        import_id, actor = _bring(rows)
        stages = [Stage("bring", time.monotonic() - began, 0, 0)]
        with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _prepare, (environment,)) as pool:
            list(pool.map(_wake, range(PROCESSES)))
            stages += [_work_off(pool, job) for job in (jobs.READ, jobs.CHECK)]
            with transaction():
                services.decide_undecided(actor, import_id, Decision.LEAVE_OUT)
                services.confirm_import(actor, import_id)
            stages.append(_work_off(pool, jobs.ENTER))
        brought = _read(import_id)
        return _as_table(people, brought, stages)


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
        return services.bring_file(actor, new)[0].id, actor


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


def _work_off(pool: ProcessPoolExecutor, job: str) -> Stage:
    """Do the jobs of one name that wait, and at once those that they ask for, as the workers of the product do."""
    began, cpu, memory = time.monotonic(), 0.0, 0.0
    at_work: dict[str, Future[tuple[float, float]]] = {}
    while waiting := set(_waiting(job)):
        for message_id in waiting - at_work.keys():
            at_work[message_id] = pool.submit(_run, job, message_id)
        wait(at_work.values(), timeout=SECONDS_BETWEEN_LOOKS, return_when=FIRST_COMPLETED)
        for message_id in [one for one, done in at_work.items() if done.done()]:
            used, megabytes = at_work.pop(message_id).result()
            cpu, memory = cpu + used, max(memory, megabytes)
    return Stage(job, time.monotonic() - began, cpu, memory)


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


def _as_table(people: int, brought: PeopleImport, stages: Iterable[Stage]) -> str:
    by_name = {stage.name: stage for stage in stages}
    seconds = sum(by_name[job].seconds for job in (jobs.CHECK, jobs.ENTER))
    became = f"{brought.registered_count:,} registered, {brought.left_out_count:,} left out, {brought.error_count:,} errors"
    lines = [
        f"{brought.row_count:,} rows against {people:,} people, {PROCESSES} processes: {became}",
        "",
        f"{'step':<16}{'seconds':>9}{'CPU s':>9}{'MB':>7}",
        *(f"{one.name:<16}{one.seconds:>9.1f}{one.cpu_seconds:>9.1f}{one.megabytes:>7.0f}" for one in by_name.values()),
        "",
        f"{brought.row_count / seconds:,.0f} rows a second, checked and entered; CPU is of the workers, without the database",
    ]
    return "\n".join(lines)
