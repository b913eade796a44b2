"""Jobs as outbox rows: asked for in the transaction of the change, sent after it, done once.

The row is the truth; the broker and Celery carry hints. ``workers/relay.py`` sends committed rows and resends what
was lost; ``workers/base_task.py`` locks a row, runs its service and marks it done in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.columns import public
from app.foundation.database import Base, db
from app.foundation.ids import new_id

LOST_AFTER = timedelta(seconds=30)
"""A row sent this long ago, not done and in nobody's hands is taken as lost in the broker."""
MOST_ATTEMPTS = 8


class OutboxMessage(Base):
    """One job that a committed change asked for. Arguments are ids and codes, never personal values."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        sa.Index(
            "ix_outbox_message_waiting",
            "due_at",
            postgresql_where=sa.text("done_at IS NULL AND given_up_at IS NULL"),
        ),
    )

    job: Mapped[str] = public()
    arguments: Mapped[dict[str, Any]] = public()
    asked_by: Mapped[UUID | None] = public()
    """Id of the user whose change asked for the job; None when the system did."""
    created_at: Mapped[datetime] = public(default=now)
    due_at: Mapped[datetime] = public(default=now)
    """Not sent before this instant; a failed attempt moves it on."""
    sent_at: Mapped[datetime | None] = public()
    done_at: Mapped[datetime | None] = public()
    given_up_at: Mapped[datetime | None] = public()
    """Set after the last attempt failed; ``./quipu doctor`` lists these rows."""
    attempts: Mapped[int] = public(default=0)
    last_error: Mapped[str | None] = public()
    """Name of the last exception's class; its text may hold values and is not kept."""


def enqueue(job: str, *, actor: Actor, due_at: datetime | None = None, **arguments: UUID | str | int) -> UUID:
    """Ask for a job inside the present transaction; it leaves after the commit.

    Args:
        job: a name from the room's ``jobs.py``.
        arguments: ids and codes only: they stand in the outbox and pass through the broker.
    """
    message = OutboxMessage(
        id=new_id(),
        job=job,
        arguments={name: str(value) if isinstance(value, UUID) else value for name, value in arguments.items()},
        asked_by=actor.id,
        due_at=due_at or now(),
    )
    db.session.add(message)
    db.session.flush()  # the NOTIFY below and the row belong to one transaction, in this order
    db.session.execute(sa.text("SELECT pg_notify('quipu_outbox', '')"))
    return message.id


def take_unsent(limit: int) -> Sequence[OutboxMessage]:
    """Lock the due rows that were never sent, skipping what another relay holds."""
    return _lock(sa.and_(OutboxMessage.sent_at.is_(None), OutboxMessage.due_at <= now()), limit)


def take_lost(limit: int) -> Sequence[OutboxMessage]:
    """Lock the rows that were sent long ago and are not done, skipping what a worker has in hand.

    Only for a broker whose queue is short: in a long one they may still be waiting their turn.
    """
    return _lock(OutboxMessage.sent_at < now() - LOST_AFTER, limit)


def _lock(condition: sa.ColumnElement[bool], limit: int) -> Sequence[OutboxMessage]:
    waiting = sa.and_(OutboxMessage.done_at.is_(None), OutboxMessage.given_up_at.is_(None), condition)
    select = sa.select(OutboxMessage).where(waiting).order_by(OutboxMessage.due_at).limit(limit)
    return db.session.scalars(select.with_for_update(skip_locked=True)).all()


def mark_sent(messages: Sequence[OutboxMessage]) -> None:
    for message in messages:
        message.sent_at = now()


def mark_unsent(messages: Iterable[OutboxMessage]) -> None:
    """Take back ``mark_sent`` for rows that the broker did not accept."""
    for message in messages:
        message.sent_at = None


def take_for_work(message_id: UUID) -> OutboxMessage | None:
    """Lock one row to work on it; None when it is done, given up, or in another worker's hands."""
    return db.session.scalar(
        sa.select(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.done_at.is_(None), OutboxMessage.given_up_at.is_(None))
        .with_for_update(skip_locked=True)
    )


def arguments_of_unfinished(message_id: UUID) -> dict[str, Any] | None:
    """The arguments of a row that still wants to be done, without locking it; None when it is done or given up."""
    return db.session.scalar(
        sa.select(OutboxMessage.arguments).where(
            OutboxMessage.id == message_id, OutboxMessage.done_at.is_(None), OutboxMessage.given_up_at.is_(None)
        )
    )


def mark_done(message: OutboxMessage) -> None:
    message.done_at = now()


def mark_done_by_id(message_id: UUID) -> None:
    db.session.execute(sa.update(OutboxMessage).where(OutboxMessage.id == message_id).values(done_at=now()))


def is_waiting(job: str) -> bool:
    """Whether a row of this job is neither done nor given up."""
    waiting = sa.and_(OutboxMessage.job == job, OutboxMessage.done_at.is_(None), OutboxMessage.given_up_at.is_(None))
    return bool(db.session.scalar(sa.select(sa.exists().where(waiting))))


def mark_failed(message: OutboxMessage, error: BaseException) -> None:
    """Count a failed attempt and plan the next one, each time later; give up after the last."""
    message.attempts += 1
    message.last_error = type(error).__name__
    if message.attempts >= MOST_ATTEMPTS:
        message.given_up_at = now()
        return
    message.sent_at = None
    message.due_at = now() + timedelta(seconds=5 * 2**message.attempts)
