"""How a job runs: an app context, its outbox row, a named system actor with listed rights, log fields.

Two shapes. ``outbox_job`` is for work inside the database: the row's lock, the work and "done" commit together, so that
a killed worker changes nothing and a repeated hint finds the row done. ``outbox_process`` is for work in several steps,
or with an effect outside (a mail): it opens its own transactions, must be able to go on from any of them, and runs at
most once at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog

from app.accounts.permissions import Permission
from app.foundation import access, jobs
from app.foundation.actor import Actor, system_actor
from app.foundation.database import db
from app.foundation.transactions import transaction
from workers.celery_app import celery_app, flask_app

Work = Callable[..., None]
Rights = frozenset[Permission]
NO_RIGHTS: Rights = frozenset()

log = structlog.get_logger()


def outbox_job(name: str, *, may: Rights = NO_RIGHTS) -> Callable[[Work], Work]:
    """Register ``work(actor, **arguments)`` as a job of one transaction.

    Args:
        name: the job's name, from the room's ``jobs.py``; also the system actor's name.
        may: the permissions that the system actor has while it runs.
    """

    def register(work: Work) -> Work:
        def run(message_id: str) -> None:
            with transaction():
                message = jobs.take_for_work(UUID(message_id))
                if message is None:
                    return
                work(_actor(name, may), **message.arguments)
                jobs.mark_done(message)

        celery_app.task(_guarded(name, run), name=name)
        return work

    return register


def outbox_process(name: str, *, may: Rights = NO_RIGHTS) -> Callable[[Work], Work]:
    """Register ``work(actor, **arguments)`` as a job that opens its own transactions and can go on after any of them."""

    def register(work: Work) -> Work:
        def run(message_id: str) -> None:
            with _only_one_at_a_time(UUID(message_id)) as is_mine:
                if not is_mine:
                    return
                with transaction():
                    arguments = jobs.arguments_of_unfinished(UUID(message_id))
                    actor = _actor(name, may)
                if arguments is None:
                    return
                work(actor, **arguments)
                with transaction():
                    jobs.mark_done_by_id(UUID(message_id))

        celery_app.task(_guarded(name, run), name=name)
        return work

    return register


def _guarded(name: str, run: Callable[[str], None]) -> Callable[[str], None]:
    """The Celery task around a job: context, log line, and a failure counted in the outbox."""

    def task(message_id: str) -> None:
        with flask_app.app_context(), structlog.contextvars.bound_contextvars(job=name, outbox_id=message_id):
            try:
                run(message_id)
            except Exception as error:  # whatever failed, the row must know and be tried again
                log.warning("job failed", error=type(error).__name__)
                _count_failure(UUID(message_id), error)
            else:
                log.info("job done")

    return task


def _count_failure(message_id: UUID, error: Exception) -> None:
    """Write the failure into the row. Where that fails too, the row stays as sent, and the relay sends it again."""
    try:
        with transaction():
            message = jobs.take_for_work(message_id)
            if message is not None:
                jobs.mark_failed(message, error)
    except Exception as second:  # Celery would print both errors with their texts, which may hold values
        log.warning("failure not counted", error=type(second).__name__)


@contextmanager
def _only_one_at_a_time(message_id: UUID) -> Iterator[bool]:
    """Hold an advisory lock on the row's id on a connection of its own; a killed worker lets go of it by dying."""
    key = message_id.int & (2**63 - 1)
    with db.engine.connect() as connection:
        is_mine = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))))
        connection.commit()  # the lock belongs to the session; an open transaction would only hold back vacuum
        try:
            yield is_mine
        finally:
            if is_mine:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
                connection.commit()


def _actor(name: str, may: Rights) -> Actor:
    """The actor of a job, entered: the database shows it what a part of the system may see."""
    actor = system_actor(name, permissions=may)
    access.enter(actor)
    return actor


@celery_app.task(name="quipu.ask")  # type: ignore[untyped-decorator, unused-ignore]
def ask(job: str, **_extra: Any) -> None:
    """Ask for a periodic job unless it is still waiting or running from the last time."""
    with flask_app.app_context(), transaction():
        if not jobs.is_waiting(job):
            jobs.enqueue(job, actor=system_actor("beat"))
