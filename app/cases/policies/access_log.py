"""Who may see who opened the file of a case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed


def can_view_access_log(actor: Actor, case: Case) -> bool:
    """Who supervises; the data-protection focal point finds the same in the trail, by code."""
    return actor.may_at(Permission.VIEW_ACCESS_LOG, case.scope_id)


def check_can_view_access_log(actor: Actor, case: Case) -> None:
    if not can_view_access_log(actor, case):
        raise NotAllowed(_l("Who opened this file is for those who supervise it. Ask the supervisor of the office."))
