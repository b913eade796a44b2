"""Jobs of the audit trail: its seals, and what is unusual in it."""

from __future__ import annotations

from uuid import UUID

import psycopg

from app.accounts import jobs as account_jobs
from app.accounts import services
from app.audit import jobs
from app.audit.sealing.keys import load_key
from app.audit.sealing.ledger import Ledger
from app.audit.sealing.sealer import Sealer
from app.audit.unusual import Limits
from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from config import AUDIT_ROLE
from workers.base_task import outbox_job, outbox_process
from workers.celery_app import settings

LIMITS = Limits(settings.usual_files, settings.usual_refused_sign_ins, settings.usual_refused_records)


@outbox_process(jobs.SEAL)
def seal(_actor: Actor) -> None:
    """Seal what is settled, on a connection of the one role that may."""
    key = load_key(settings.key_folder)
    with psycopg.connect(settings.libpq_url(AUDIT_ROLE), autocommit=True, connect_timeout=5) as connection:
        Sealer(connection, Ledger(settings.audit_file), key).seal()


@outbox_job(jobs.LOOK_FOR_UNUSUAL)
def look_for_unusual(actor: Actor) -> None:
    services.raise_alerts(actor, LIMITS)


@outbox_process(account_jobs.MAIL_ALERT)
def mail_alert(actor: Actor, *, alert_id: str) -> None:
    """Attempted, handed over, settled: a death between the steps never sends the mail twice."""
    with transaction():
        prepared = services.begin_alert_mail(actor, UUID(alert_id), public_url=settings.public_url)
    if prepared is None:
        return
    try:
        services.deliver_alert_mail(prepared)
    except services.CERTAINLY_NOT_TAKEN:
        with transaction():
            services.take_back_alert_mail(prepared.alert_id)
        raise  # the outbox plans another try
    with transaction():
        services.settle_alert_mail(actor, prepared.alert_id)
