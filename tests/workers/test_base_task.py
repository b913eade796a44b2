from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.foundation import jobs
from app.foundation.actor import Actor, system_actor
from app.foundation.jobs import OutboxMessage, enqueue
from app.foundation.numbering import NumberSeries, next_number
from app.foundation.transactions import transaction
from tests.workers.conftest import Workers


@pytest.fixture
def count_job(workers: Workers, jobs_session: Any) -> Iterator[str]:
    """A job that counts, and fails when it is told to."""
    from workers.base_task import outbox_job

    def count(_actor: Actor, *, series: str, fails: int = 0) -> None:
        next_number(series)
        if fails:
            raise ZeroDivisionError

    outbox_job("test.count")(count)
    yield "test.count"
    workers.celery.tasks.pop("test.count")


@pytest.fixture
def two_step_process(workers: Workers, jobs_session: Any) -> Iterator[str]:
    """A process of two transactions that dies between them when it is told to."""
    from workers.base_task import outbox_process

    def work(_actor: Actor, *, series: str, dies: int = 0) -> None:
        with transaction():
            next_number(f"{series}:first")
        if dies:
            raise SystemExit
        with transaction():
            next_number(f"{series}:second")

    outbox_process("test.process")(work)
    yield "test.process"
    workers.celery.tasks.pop("test.process")


def ask(job: str, **arguments: str | int) -> UUID:
    with transaction():
        return enqueue(job, actor=system_actor("test"), **arguments)


def counted(session: Any, series: str) -> int:
    session.rollback()
    return session.scalar(sa.select(NumberSeries.last).where(NumberSeries.name == series)) or 0


def row(session: Any, message_id: UUID) -> OutboxMessage:
    session.rollback()
    return session.get_one(OutboxMessage, message_id)


def test_a_repeated_hint_does_the_work_once(workers: Workers, jobs_session: Any, count_job: str) -> None:
    message_id = ask(count_job, series="once")
    for _ in range(3):
        workers.run(count_job, message_id)
    assert counted(jobs_session, "once") == 1
    assert row(jobs_session, message_id).done_at is not None


def test_work_that_fails_leaves_nothing_and_is_planned_again(workers: Workers, jobs_session: Any, count_job: str) -> None:
    message_id = ask(count_job, series="failing", fails=1)
    workers.run(count_job, message_id)
    assert counted(jobs_session, "failing") == 0
    failed = row(jobs_session, message_id)
    assert (failed.attempts, failed.last_error, failed.done_at) == (1, "ZeroDivisionError", None)


def test_a_failure_that_cannot_be_counted_leaves_the_row_to_the_relay_and_prints_no_text(
    workers: Workers,
    jobs_session: Any,
    count_job: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: Any) -> None:
        raise RuntimeError("María Rojas")

    message_id = ask(count_job, series="uncounted", fails=1)
    monkeypatch.setattr(jobs, "mark_failed", refuse)
    workers.run(count_job, message_id)
    left = row(jobs_session, message_id)
    assert (left.attempts, left.done_at, left.given_up_at) == (0, None, None)
    assert "María" not in capfd.readouterr().err


def test_a_row_in_another_workers_hands_is_left_to_it(workers: Workers, jobs_session: Any, count_job: str) -> None:
    from app.foundation.database import db

    message_id = ask(count_job, series="held")
    with db.engine.begin() as other:
        other.execute(sa.select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update())
        workers.run(count_job, message_id)
        assert counted(jobs_session, "held") == 0
    workers.run(count_job, message_id)
    assert counted(jobs_session, "held") == 1


def test_a_process_that_died_goes_on_when_the_hint_comes_again(
    workers: Workers, jobs_session: Any, two_step_process: str
) -> None:
    message_id = ask(two_step_process, series="dying", dies=1)
    with pytest.raises(SystemExit):
        workers.run(two_step_process, message_id)
    assert row(jobs_session, message_id).done_at is None
    with transaction():
        row(jobs_session, message_id).arguments = {"series": "dying"}
    workers.run(two_step_process, message_id)
    assert counted(jobs_session, "dying:second") == 1
    assert row(jobs_session, message_id).done_at is not None


def test_a_process_runs_at_most_once_at_a_time(workers: Workers, jobs_session: Any, two_step_process: str) -> None:
    from workers.base_task import _only_one_at_a_time

    message_id = ask(two_step_process, series="alone")
    hold: Callable[[UUID], Any] = _only_one_at_a_time
    with hold(message_id) as is_mine:
        assert is_mine
        workers.run(two_step_process, message_id)
        assert counted(jobs_session, "alone:first") == 0
    workers.run(two_step_process, message_id)
    assert counted(jobs_session, "alone:first") == 1


def test_the_system_actor_bears_the_jobs_name_and_only_its_listed_rights(workers: Workers, jobs_session: Any) -> None:
    from app.accounts.permissions import Permission
    from workers.base_task import outbox_job

    seen: list[Actor] = []
    outbox_job("test.rights", may=frozenset({Permission.VIEW_REPORT}))(seen.append)
    workers.run("test.rights", ask("test.rights"))
    workers.celery.tasks.pop("test.rights")
    assert [(actor.name, set(actor.reach)) for actor in seen] == [("test.rights", {"view_report"})]


def test_a_periodic_job_is_asked_for_once_while_it_waits(workers: Workers, jobs_session: Any) -> None:
    for _ in range(3):
        workers.celery.tasks["quipu.ask"]("foundation.forget_old_submissions")
    rows = jobs_session.scalars(sa.select(OutboxMessage).where(OutboxMessage.job == "foundation.forget_old_submissions")).all()
    assert len(rows) == 1


def test_every_line_of_the_beat_table_asks_for_a_registered_job(workers: Workers) -> None:
    from workers.schedule import BEAT_SCHEDULE

    asked = {line["args"][0] for line in BEAT_SCHEDULE.values()}
    assert asked
    assert asked <= set(workers.celery.tasks)
