"""What must happen once an instance stands again, before anybody works with it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from app import create_app
from app.audit.services import record
from app.foundation.access import enter
from app.foundation.actor import system_actor
from app.foundation.database import db
from app.foundation.transactions import transaction
from config import Settings
from ops.audit.eras import begin_era, prepare_seals
from ops.backup.database import owner_of, reader_of

OPEN_JOBS = "SELECT count(*) FROM outbox_message WHERE done_at IS NULL AND given_up_at IS NULL"


KNOWN_ERASURES = """
    SELECT count(*), max(done_at) FROM (
        SELECT settled_at AS done_at FROM erasure_request WHERE state = 'done'
        UNION ALL SELECT settled_at FROM scheduled_erasure WHERE settled_at IS NOT NULL
    ) AS erasure
"""


@dataclass(frozen=True)
class Aftermath:
    """What the snapshot knows of.

    Attributes:
        open_jobs: jobs that were not done.
        erasures: files and cases that were erased before it.
        last_erasure_at: of the newest of them.
    """

    open_jobs: int
    erasures: int = 0
    last_erasure_at: datetime | None = None


def after_restore(settings: Settings) -> Aftermath:
    """Begin a new audit era, tell the trail of the restore, and end all sessions."""
    prepare_seals(settings)  # a backup from before there were seals holds no key for them
    begin_era(settings)  # before anything writes
    record_restore(settings)
    end_sessions(settings)
    with reader_of(settings).connect() as connection:
        (open_jobs,) = connection.execute(OPEN_JOBS).fetchone() or (0,)
        erasures, last_erasure_at = connection.execute(KNOWN_ERASURES).fetchone() or (0, None)
    return Aftermath(open_jobs, erasures, last_erasure_at)


def end_sessions(settings: Settings) -> None:
    """Forget the sessions: a cookie that somebody copied before must open nothing."""
    with owner_of(settings).connect() as connection:
        connection.execute("DELETE FROM browser_session")


def record_restore(settings: Settings) -> None:
    """One audit row of the restore."""
    app = create_app(dataclasses.replace(settings, database_role="app_job"))
    with app.app_context():
        actor = system_actor("ops.restore")
        enter(actor)
        with transaction():
            record(actor, "instance:restored")
        db.engine.dispose()
