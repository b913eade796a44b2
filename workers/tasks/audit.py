"""Jobs of the audit trail: what is unusual in it. Its seals are made by ``workers/sealer.py``."""

from __future__ import annotations

from uuid import UUID

from app.accounts import jobs as account_jobs
from app.accounts import services
from app.audit import jobs
from app.audit.unusual import Limits
from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from workers.base_task import outbox_job, outbox_process
from workers.celery_app import settings

LIMITS = Limits(settings.usual_files, settings.usual_refused_sign_ins, settings.usual_refused_records)


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
