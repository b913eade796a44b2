"""The Celery application. It carries hints; the outbox row is the truth (``app/foundation/jobs.py``)."""

from __future__ import annotations

from typing import Any

from celery import Celery, bootsteps

from app import create_app
from app.foundation import heartbeat
from config import Settings
from workers.schedule import BEAT_SCHEDULE

TASK_MODULES = [
    "workers.base_task",
    "workers.tasks.accounts",
    "workers.tasks.attachments",
    "workers.tasks.audit",
    "workers.tasks.data_protection",
    "workers.tasks.emergency",
    "workers.tasks.foundation",
    "workers.tasks.imports",
    "workers.tasks.people",
    "workers.tasks.referrals",
    "workers.tasks.reporting",
]
SOFT_LIMIT_SECONDS = 600
HARD_LIMIT_SECONDS = 660


def create_celery(settings: Settings) -> Celery:
    celery = Celery("quipu", broker=settings.broker_url, include=TASK_MODULES)
    celery.conf.update(
        beat_schedule=BEAT_SCHEDULE,
        beat_schedule_filename=str(settings.state / "beat-schedule"),
        broker_connection_retry_on_startup=True,
        # Redis hands a message out again after this time: it must outlive the longest task.
        broker_transport_options={
            "visibility_timeout": HARD_LIMIT_SECONDS + 60,
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
        },
        enable_utc=True,
        result_backend=None,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_soft_time_limit=SOFT_LIMIT_SECONDS,
        task_time_limit=HARD_LIMIT_SECONDS,
        worker_prefetch_multiplier=1,
        # The outbox keeps work from doubling; a restarted broker must not end a report in the making.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        # A worker that grew by a PDF or a chart library gives the memory back.
        worker_max_memory_per_child=400_000,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        task_send_sent_event=False,
        timezone="UTC",
    )
    celery.steps["worker"].add(SignsOfLife)
    celery.conf.quipu_settings = settings
    return celery


class SignsOfLife(bootsteps.StartStopStep):
    """Renews the worker's sign of life while its event loop turns, so that ``/healthz`` can tell."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.client = heartbeat.connect(parent.app.conf.quipu_settings.redis_url)
        self.timer_entry: Any = None

    def start(self, parent: Any) -> None:
        self.beat()
        self.timer_entry = parent.timer.call_repeatedly(heartbeat.EVERY_SECONDS, self.beat, priority=10)

    def stop(self, parent: Any) -> None:  # noqa: ARG002 - Celery's signature
        if self.timer_entry is not None:
            self.timer_entry.cancel()

    def beat(self) -> None:
        try:
            heartbeat.beat(self.client, "worker")
        except OSError:
            return  # the broker is away; the next turn tries again


settings = Settings.from_environment(database_role="app_job")
celery_app = create_celery(settings)
flask_app = create_app(settings)
