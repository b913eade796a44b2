"""The offices whose caseload somebody reviews."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.accounts.queries import reach_of
from app.foundation.actor import Actor
from app.foundation.errors import NotFound


def as_supervisor(actor: Actor) -> Actor:
    """The same actor, seeing only the offices where their role reviews the caseload."""
    offices = reach_of(actor, Permission.REVIEW_CASELOAD).office_ids
    return replace(actor, office_ids=offices & actor.office_ids)


def at_office(supervisor: Actor, office_id: UUID | None) -> Actor:
    """The same supervisor, seeing one of their offices; all of them when None.

    Raises:
        NotFound: they do not supervise it.
    """
    if office_id is None:
        return supervisor
    if office_id not in supervisor.office_ids:
        raise NotFound(_l("There is no such office among those that you supervise."))
    return replace(supervisor, office_ids=frozenset({office_id}))
