"""Who may see, add and remove attachments: whoever may read, and may change, the file they lie in. Pure rules in pairs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.attachments.enums import OwnerKind
from app.attachments.models import Attachment
from app.attachments.owners import Owner
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.people.policies import WAS_ERASED

MOST_ATTACHMENTS = 100
"""In one file, removed ones not counted."""
READING = {OwnerKind.PERSON: Permission.VIEW_PERSON, OwnerKind.CASE: Permission.VIEW_CASE}
CHANGING = {OwnerKind.PERSON: Permission.REGISTER_PERSON, OwnerKind.CASE: Permission.WORK_ON_CASE}
NO_SUCH_ATTACHMENT = _l("There is no such attachment in this file. Open the file and look at its attachments.")


def can_view(actor: Actor, owner: Owner) -> bool:
    return actor.may_at(READING[owner.kind], owner.scope_id)


def check_can_view(actor: Actor, owner: Owner) -> None:
    if not can_view(actor, owner):
        raise NotFound(NO_SUCH_ATTACHMENT)


def can_open(actor: Actor, owner: Owner) -> bool:
    """Whether contents are handed out; an emergency access reads what there is, since a copy would outlive its hour."""
    return can_view(actor, owner)


def check_can_open(actor: Actor, owner: Owner) -> None:
    if owner.is_read_in_emergency:
        raise NotAllowed(_l("Emergency access hands out no copies of attachments. Ask the office of the file what it shows."))
    check_can_view(actor, owner)


def can_change(actor: Actor, owner: Owner) -> bool:
    return can_view(actor, owner) and not owner.is_erased and actor.may_at(CHANGING[owner.kind], owner.scope_id)


def check_can_change(actor: Actor, owner: Owner) -> None:
    check_can_view(actor, owner)
    if owner.is_erased:
        raise WrongState(WAS_ERASED)
    if not can_change(actor, owner):
        raise NotAllowed(_l("Your role can read this file but not change it. Ask the caseworker of the person."))


def check_has_room(count: int) -> None:
    if count >= MOST_ATTACHMENTS:
        raise RefusedInput(_l("There are 100 attachments in this file already. Remove those that are not needed any more."))


def check_is_there(attachment: Attachment) -> None:
    if attachment.removed_at is not None:
        raise WrongState(_l("This attachment was removed. The list of attachments says when and why."))
