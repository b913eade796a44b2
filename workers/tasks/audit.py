"""Jobs of the audit trail: its seals."""

from __future__ import annotations

import psycopg

from app.audit import jobs
from app.audit.sealing.keys import load_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import Sealer
from app.foundation.actor import Actor
from config import AUDIT_ROLE
from workers.base_task import outbox_process
from workers.celery_app import settings


@outbox_process(jobs.SEAL)
def seal(_actor: Actor) -> None:
    """Seal what is settled, on a connection of the one role that may."""
    key = load_key(settings.key_folder)
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True, connect_timeout=5) as connection:
        Sealer(connection, Ledger(settings.audit_file), key).seal()
