"""Two at one moment: the same file brought twice, one import confirmed twice, two workers on one import."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.foundation import access
from app.foundation.actor import system_actor
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.foundation.jobs import OutboxMessage
from app.foundation.transactions import transaction
from app.imports import jobs, queries, services
from app.imports.enums import Decision, ImportStatus
from app.imports.models import PeopleImport
from app.imports.services import comparing, reading
from tests.imports.files import LUIS, ROSA, csv_of, person
from tests.workers.conftest import Workers
from tests.workers.test_import_tasks import Desk, count, desk, people, read, rows_of

__all__ = ["desk"]
WAITS_FOR_A_LOCK = sa.text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
LONGEST_SECONDS = 30


def one_while_the_other(workers: Workers, first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What comes of two acts, of which the first commits only when the second stands in front of its lock."""
    begun = threading.Event()

    def lead() -> Any:
        with workers.flask.app_context():
            access.enter(system_actor("tests"))
            with transaction():
                result = first()
                db.session.flush()
                begun.set()
                _wait_until_somebody_waits(workers)
            return result

    def follow() -> Any:
        with workers.flask.app_context():
            access.enter(system_actor("tests"))
            assert begun.wait(timeout=LONGEST_SECONDS)
            with transaction():
                return second()

    with ThreadPoolExecutor(2) as hands:
        both = [hands.submit(lead), hands.submit(follow)]
        return [hand.exception(timeout=2 * LONGEST_SECONDS) or hand.result() for hand in both]


def _wait_until_somebody_waits(workers: Workers) -> None:
    with workers.flask.app_context(), db.engine.connect() as connection:
        ends = time.monotonic() + LONGEST_SECONDS
        while not connection.scalar(WAITS_FOR_A_LOCK):
            assert time.monotonic() < ends, "nobody came"
            time.sleep(0.05)


def asked_for(job: str) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage).where(OutboxMessage.job == job)) or 0


def test_a_file_brought_twice_at_once_is_one_import(desk: Desk) -> None:
    content = csv_of([ROSA])

    def bring() -> tuple[UUID, bool]:
        brought = services.bring_file(desk.actor, services.NewFile(desk.office_id, io.BytesIO(content), {}, "es"))
        return brought.row.id, brought.is_new

    (first, is_new), (second, is_new_too) = one_while_the_other(desk.workers, bring, bring)
    assert (first, is_new, is_new_too) == (second, True, False)
    assert (count(PeopleImport), asked_for(jobs.READ)) == (1, 1)


def test_an_import_confirmed_twice_at_once_is_entered_once(desk: Desk) -> None:
    import_id = desk.bring(csv_of([ROSA, LUIS]))
    desk.work()

    def confirm() -> str:
        return services.confirm_import(desk.actor, import_id).status.value

    first, second = one_while_the_other(desk.workers, confirm, confirm)
    assert (first, type(second)) == (ImportStatus.IMPORTING.value, WrongState)
    assert asked_for(jobs.ENTER) == 1
    desk.work()
    assert (read(import_id).registered_count, len(people())) == (2, 2)


def test_of_two_imports_of_an_office_confirmed_at_once_one_has_to_wait(desk: Desk) -> None:
    imports = [desk.bring(csv_of([one])) for one in (ROSA, LUIS)]
    desk.work()
    one, other = (lambda import_id=import_id: services.confirm_import(desk.actor, import_id).code for import_id in imports)
    outcomes = one_while_the_other(desk.workers, one, other)
    assert [type(outcome) for outcome in outcomes] == [str, WrongState]
    desk.work()
    assert len(people()) == 1


def test_two_workers_share_the_pieces_of_an_import(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_IN_A_PIECE", 3)
    monkeypatch.setattr(services, "ROWS_IN_A_PIECE", 3)
    monkeypatch.setattr(comparing, "PIECES_AT_A_TIME", 1)
    import_id = desk.bring(csv_of([*map(person, range(20)), {**person(7), "sex": "M", "population_type": "unknown"}]))
    together(desk, jobs.READ)
    together(desk, jobs.CHECK)
    waiting = [(row.number, row.matches[0]["row"]) for row in rows_of(import_id)]
    assert (read(import_id).status, waiting) == (ImportStatus.TO_REVIEW, [(22, 9)]), "of rows of two pieces one is compared"
    with transaction():
        services.decide_undecided(desk.actor, import_id, Decision.LEAVE_OUT)
    desk.confirm(import_id)
    together(desk, jobs.ENTER)
    assert (read(import_id).status, read(import_id).registered_count) == (ImportStatus.FINISHED, 20)
    assert [one.code[-6:] for one in people()] == [f"{number:06d}" for number in range(1, 21)], "no gap, none twice"


def test_whoever_checks_the_last_piece_while_another_looks_whether_all_are_checked_begins_comparing(desk: Desk) -> None:
    import_id = desk.bring(csv_of([ROSA, LUIS]))
    together(desk, jobs.READ)

    def look() -> None:
        services.begin_comparing(desk.actor, import_id)

    def check_the_last_and_look() -> None:
        checker = services.checker_of(desk.actor, queries.get_brought(desk.actor, import_id))
        assert services.check_next_piece(desk.actor, import_id, checker)
        look()

    assert one_while_the_other(desk.workers, look, check_the_last_and_look) == [None, None]
    assert read(import_id).compared_at is not None
    together(desk, jobs.CHECK)
    assert read(import_id).status == ImportStatus.TO_REVIEW


def together(desk: Desk, job: str) -> None:
    """Do all jobs of a name that wait, and those that they ask for, side by side."""
    with ThreadPoolExecutor(2) as hands:
        while waiting := _waiting(job):
            for done in [hands.submit(desk.workers.run, job, message_id) for message_id in waiting]:
                done.result(timeout=LONGEST_SECONDS)


def _waiting(job: str) -> list[UUID]:
    db.session.rollback()
    select = sa.select(OutboxMessage.id).where(OutboxMessage.job == job, OutboxMessage.done_at.is_(None))
    found = list(db.session.scalars(select))
    db.session.rollback()
    return found
