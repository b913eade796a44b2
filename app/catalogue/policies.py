"""Who may change the agreed lists. Reading them is open to every actor: they hold public facts only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed


def can_coordinate(actor: Actor) -> bool:
    return actor.may(Permission.COORDINATE_CATALOGUE)


def check_can_coordinate(actor: Actor) -> None:
    if not can_coordinate(actor):
        raise NotAllowed(_l("Only the coordinator of the catalogue may change it. Ask the reporting officer of your operation."))
