"""Sends committed outbox rows to the broker, and sends again what was lost there. Run as ``python -m workers.relay``.

It wakes on PostgreSQL's NOTIFY and looks by itself every few seconds. Any number of relays may run: rows are locked.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType

import psycopg
import redis
import sqlalchemy as sa
import structlog
from kombu.exceptions import OperationalError as BrokerError

from app.foundation import heartbeat, jobs
from app.foundation.database import db
from app.foundation.transactions import transaction
from workers.celery_app import celery_app, flask_app, settings

BATCH = 100
LOOKS_EVERY_SECONDS = 2.0
WAITS_AFTER_FAULT_SECONDS = 2.0
LONGEST_QUEUE_TO_RESEND = 200
"""With more hints than this in the broker it is slow, not empty; resending would starve it."""

log = structlog.get_logger()
broker = heartbeat.connect(settings.redis_url)


class Relay:
    """One relay process: listen, send, sleep, until told to stop."""

    def __init__(self) -> None:
        self.is_stopping = False

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def run(self) -> None:
        while not self.is_stopping:
            try:
                self._listen_and_send()
            except (psycopg.Error, sa.exc.SQLAlchemyError, redis.RedisError, BrokerError, OSError) as error:
                log.warning("relay waits", error=type(error).__name__)
                time.sleep(WAITS_AFTER_FAULT_SECONDS)

    def _listen_and_send(self) -> None:
        url = sa.make_url(settings.database_url()).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as listener:
            listener.execute("LISTEN quipu_outbox")
            while not self.is_stopping:
                heartbeat.beat(broker, "relay")
                while send_batch() == BATCH and not self.is_stopping:
                    heartbeat.beat(broker, "relay")
                for _notice in listener.notifies(timeout=LOOKS_EVERY_SECONDS, stop_after=1):
                    break


def send_batch() -> int:
    """Mark due and lost rows as sent, commit, then hand them to the broker; gives their number.

    Marked first: a worker that is quicker than our commit would find its row locked and let it lie.
    """
    with transaction():
        messages = _take_batch()
        jobs.mark_sent(messages)
        hints = [(message.job, str(message.id)) for message in messages]
    try:
        _hand_over(hints)
    except (BrokerError, redis.RedisError, OSError):
        with transaction():
            jobs.mark_unsent(messages)
        raise
    return len(hints)


def _take_batch() -> list[jobs.OutboxMessage]:
    """New rows first; lost ones in the room they leave, so that neither a stream of new rows nor many losses stop them."""
    messages = [*jobs.take_unsent(BATCH)]
    if _is_queue_short():
        messages += jobs.take_lost(BATCH - len(messages))
    return messages


def _is_queue_short() -> bool:
    """Asked of the broker itself: rows that were lost there look like rows on their way."""
    return int(broker.llen(celery_app.conf.task_default_queue)) <= LONGEST_QUEUE_TO_RESEND


def _hand_over(hints: Sequence[tuple[str, str]]) -> None:
    if not hints:
        return
    with celery_app.producer_or_acquire() as producer:
        for job, message_id in hints:
            celery_app.send_task(job, args=[message_id], task_id=None, producer=producer, retry=False)


def main() -> int:
    relay = Relay()
    signal.signal(signal.SIGTERM, relay.stop)
    signal.signal(signal.SIGINT, relay.stop)
    with flask_app.app_context():
        relay.run()
        db.session.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
