"""The part of an operation whose caseload somebody reviews."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotFound


def as_supervisor(actor: Actor) -> Actor:
    """The same actor, seeing only what their role reviews: a caseworker elsewhere is no supervisor there."""
    return actor.within(actor.scopes_for(Permission.REVIEW_CASELOAD))


def at_office(supervisor: Actor, office_id: UUID | None) -> Actor:
    """The same supervisor, seeing one of their offices; all of them when None.

    Raises:
        NotFound: they do not supervise it.
    """
    if office_id is None:
        return supervisor
    if office_id not in supervisor.offices_for(Permission.REVIEW_CASELOAD):
        raise NotFound(_l("There is no such office among those that you supervise."))
    return supervisor.at_office(office_id)
