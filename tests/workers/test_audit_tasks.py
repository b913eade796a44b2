"""The jobs of the trail, run as a worker runs them: under its role, with its own transactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit import jobs as names
from app.audit.models import AuditAlert, AuditEvent
from app.foundation import jobs
from app.foundation.actor import ActorKind, system_actor
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import OutboxMessage
from app.foundation.transactions import transaction
from tests.workers.conftest import Workers


@pytest.fixture
def asked(jobs_session: Any, workers: Workers) -> Iterator[Any]:
    """``asked(job)`` asks for a job and does it; gives its outbox row."""

    def ask(job: str) -> OutboxMessage:
        with transaction():
            message_id = jobs.enqueue(job, actor=system_actor("beat"))
        workers.run(job, message_id)
        db.session.expire_all()
        return db.session.get_one(OutboxMessage, message_id)

    yield ask
    jobs_session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit_alert SET reviewed_at = NULL"))


def test_the_worker_raises_an_alert_once(asked: Any) -> None:
    reader = new_id()
    with transaction():
        for _ in range(101):
            db.session.add(
                AuditEvent(
                    actor_kind=ActorKind.STAFF,
                    actor_id=reader,
                    action="person:opened",
                    subject_type="person",
                    subject_id=new_id(),
                )
            )
    assert asked(names.LOOK_FOR_UNUSUAL).done_at
    assert asked(names.LOOK_FOR_UNUSUAL).done_at
    assert db.session.scalars(sa.select(AuditAlert.count).where(AuditAlert.actor_id == reader)).all() == [101]


def test_beat_asks_for_it(workers: Workers) -> None:
    asked_for = {entry["args"][0] for entry in workers.celery.conf.beat_schedule.values()}
    assert names.LOOK_FOR_UNUSUAL in asked_for
