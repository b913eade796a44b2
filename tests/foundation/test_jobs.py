from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.foundation import jobs
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.ids import new_id
from app.foundation.jobs import OutboxMessage, enqueue
from app.foundation.transactions import transaction


@pytest.fixture
def message(session: Session, caseworker: Actor) -> OutboxMessage:
    with transaction():
        message_id = enqueue("test.job", actor=caseworker, record_id=new_id())
    return session.get_one(OutboxMessage, message_id)


def test_a_job_is_taken_once(message: OutboxMessage) -> None:
    assert list(jobs.take_unsent(10)) == [message]
    jobs.mark_sent([message])
    assert list(jobs.take_unsent(10)) == []


def test_a_job_that_was_lost_on_the_way_is_taken_again(message: OutboxMessage) -> None:
    jobs.mark_sent([message])
    assert list(jobs.take_lost(10)) == []
    with time_machine.travel(now() + jobs.LOST_AFTER + timedelta(seconds=1)):
        assert list(jobs.take_lost(10)) == [message]


def test_a_done_job_is_never_worked_on_again(message: OutboxMessage) -> None:
    jobs.mark_done(message)
    assert jobs.take_for_work(message.id) is None
    assert jobs.arguments_of_unfinished(message.id) is None


def test_a_failed_job_comes_back_later_each_time_and_is_given_up_at_last(message: OutboxMessage) -> None:
    waits = []
    for _ in range(jobs.MOST_ATTEMPTS):
        assert message.given_up_at is None
        jobs.mark_failed(message, ValueError("María Rojas"))
        waits.append(message.due_at - now())
    assert message.given_up_at is not None
    assert waits[0] < waits[1] < waits[2]
    assert message.last_error == "ValueError"


def test_a_job_with_a_later_day_waits_for_it(session: Session, caseworker: Actor) -> None:
    with transaction():
        enqueue("test.job", actor=caseworker, due_at=now() + timedelta(hours=1))
    assert list(jobs.take_unsent(10)) == []


def test_a_periodic_job_that_still_waits_is_known(message: OutboxMessage) -> None:
    assert jobs.is_waiting("test.job")
    jobs.mark_done(message)
    assert not jobs.is_waiting("test.job")
