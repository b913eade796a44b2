"""A database of its own for jobs, whose own transactions must really commit; and the Celery application on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from celery import Celery
from flask import Flask

from app import create_app
from app.foundation import access
from app.foundation.actor import system_actor
from app.foundation.database import db
from config import Settings
from ops.throwaway import ThrowawayServers


@dataclass(frozen=True)
class Workers:
    """The worker side: its Flask application (role app_job) and its Celery application; and the pages beside it (app_rw)."""

    flask: Flask
    web: Flask
    celery: Celery
    environment: dict[str, str]

    def run(self, job: str, message_id: UUID) -> None:
        """Do one job in this process, as a worker does when the hint arrives."""
        self.celery.tasks[job](str(message_id))


@pytest.fixture(scope="session")
def workers(servers: ThrowawayServers, template_database: str, app: Flask) -> Iterator[Workers]:
    url = servers.create_database("quipu_workers", template=template_database)
    environment = {**servers.settings_environment, "DATABASE_URL": url}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        # The module builds the application of its process when it is imported, from the environment.
        from workers.celery_app import celery_app, flask_app
    celery_app.loader.import_default_modules()
    web = create_app(Settings.from_environment(environment))
    yield Workers(flask_app, web, celery_app, {**os.environ, **environment})
    for side in (flask_app, web):
        with side.app_context():
            db.engine.dispose()


@pytest.fixture
def jobs_session(workers: Workers) -> Iterator[Any]:
    """The session of the jobs' own database; what a test writes is deleted at its end."""
    with workers.flask.app_context():
        access.enter(system_actor("tests"))
        yield db.session
        db.session.rollback()
        db.session.remove()
        with db.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM outbox_message"))
