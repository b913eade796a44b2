from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from app.foundation import heartbeat, jobs
from app.foundation.actor import system_actor
from app.foundation.clock import now
from app.foundation.jobs import OutboxMessage, enqueue
from app.foundation.transactions import transaction
from config import ROOT
from tests.workers.conftest import Workers

JOB = "foundation.forget_old_submissions"
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(workers: Workers) -> Iterator[Start]:
    """Start a real process of the workers; whatever still runs at the end is killed by its id."""
    running: list[subprocess.Popen[bytes]] = []

    def start_process(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, env=workers.environment, start_new_session=True)
        running.append(process)
        return process

    yield start_process
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def start_worker(start: Start) -> subprocess.Popen[bytes]:
    return start("celery", "-A", "workers.celery_app:celery_app", "worker", "--pool", "solo", "--loglevel", "ERROR")


def ask_for_jobs(count: int) -> list[UUID]:
    with transaction():
        return [enqueue(JOB, actor=system_actor("test")) for _ in range(count)]


def wait_until_all_done(session: Any, message_ids: list[UUID], *, seconds: float) -> int:
    """How many are done when all are, or when the time is over."""
    ends = time.monotonic() + seconds
    done = 0
    while time.monotonic() < ends:
        session.rollback()
        done = sum(session.get_one(OutboxMessage, message_id).done_at is not None for message_id in message_ids)
        if done == len(message_ids):
            break
        time.sleep(0.2)
    return done


def test_a_committed_job_reaches_a_real_worker(jobs_session: Any, start: Start) -> None:
    start("workers.relay")
    start_worker(start)
    message_ids = ask_for_jobs(5)
    assert wait_until_all_done(jobs_session, message_ids, seconds=30) == 5


def test_jobs_survive_the_killing_of_relay_and_worker(
    workers: Workers, jobs_session: Any, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay, worker = start("workers.relay"), start_worker(start)
    message_ids = ask_for_jobs(20)
    for process in (worker, relay):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    # What the dead worker held counts as lost after this time; the test need not wait for it.
    with transaction():
        for message_id in message_ids:
            message = jobs_session.get_one(OutboxMessage, message_id)
            message.sent_at = message.sent_at and message.sent_at - jobs.LOST_AFTER
    start("workers.relay")
    start_worker(start)
    assert wait_until_all_done(jobs_session, message_ids, seconds=45) == 20


def test_the_relay_gives_signs_of_life(workers: Workers, start: Start) -> None:
    client = heartbeat.connect(workers.flask.extensions["settings"].redis_url)
    client.delete("quipu:alive:relay")
    start("workers.relay")
    ends = time.monotonic() + 15
    while not heartbeat.is_alive(client, "relay") and time.monotonic() < ends:
        time.sleep(0.1)
    assert heartbeat.is_alive(client, "relay")


def test_without_a_broker_rows_stay_unsent_and_go_out_later(
    workers: Workers, jobs_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workers import relay

    message_ids = ask_for_jobs(3)
    with monkeypatch.context() as patch:
        patch.setattr(relay, "_hand_over", _refuse)
        with pytest.raises(OSError, match="away"):
            relay.send_batch()
    jobs_session.rollback()
    assert all(jobs_session.get_one(OutboxMessage, message_id).sent_at is None for message_id in message_ids)
    assert relay.send_batch() == 3


def test_jobs_lost_in_the_broker_are_sent_again_however_many_they_are_and_while_new_ones_come(
    jobs_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workers import relay

    monkeypatch.setattr(relay, "_hand_over", lambda _hints: None)
    lost = ask_for_jobs(relay.LONGEST_QUEUE_TO_RESEND + 30)
    lose(jobs_session, lost)
    sent = 0
    while sent < len(lost) + 5:
        new = ask_for_jobs(1)
        sent += relay.send_batch()
        assert jobs_session.get_one(OutboxMessage, new[0]).sent_at is not None
    assert not overdue(jobs_session, lost)


def test_lost_jobs_wait_while_the_broker_holds_a_long_queue(
    workers: Workers, jobs_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workers import relay

    lost = ask_for_jobs(1)
    lose(jobs_session, lost)
    monkeypatch.setattr(relay, "LONGEST_QUEUE_TO_RESEND", 2)
    client = heartbeat.connect(workers.flask.extensions["settings"].redis_url)
    client.rpush("celery", "{}", "{}", "{}")
    try:
        assert relay.send_batch() == 0
    finally:
        client.delete("celery")
    assert relay.send_batch() == 1


def lose(session: Any, message_ids: list[UUID]) -> None:
    """As if they had been sent some time ago and nobody had got them."""
    with transaction():
        for message_id in message_ids:
            session.get_one(OutboxMessage, message_id).sent_at = now() - jobs.LOST_AFTER * 2


def overdue(session: Any, message_ids: list[UUID]) -> list[UUID]:
    session.rollback()
    rows = [session.get_one(OutboxMessage, message_id) for message_id in message_ids]
    return [row.id for row in rows if row.sent_at is None or row.sent_at < now() - jobs.LOST_AFTER]


def _refuse(_hints: object) -> None:
    raise OSError("the broker is away")
