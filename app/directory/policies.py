"""Who may change the directory. Reading it is open to staff of the country."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed


def can_manage(actor: Actor) -> bool:
    return actor.may(Permission.MANAGE_DIRECTORY)


def check_can_manage(actor: Actor) -> None:
    if not can_manage(actor):
        raise NotAllowed(_l("Your role may read the directory, not change it. Ask the reporting officer of your operation."))
