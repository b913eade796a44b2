"""Who reviews an alert."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.audit.models import AuditAlert
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed


def can_review(actor: Actor, alert: AuditAlert) -> bool:
    return alert.actor_id != actor.id


def check_can_review(actor: Actor, alert: AuditAlert) -> None:
    if not can_review(actor, alert):
        raise NotAllowed(_l("This alert is about your own account. Another data-protection focal point has to review it."))
