"""Duties that one person never has at the same time, and requests that nobody answers for themselves.

The database holds the same list (``ex_user_grant_...``), so that two administrators at once cannot break it either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import Grant
from app.accounts.permissions import Role
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, RefusedInput

ADMINISTRATOR_APART = _l(
    "Whoever makes accounts opens no files, writes no reports and reads no trail: end the other roles first, or choose"
    " somebody else."
)
RELEASE_APART = _l(
    "Whoever prepares donor reports does not release them: the reporting officer and the data-protection focal point are two"
    " people."
)


def why_not_together(one: Role, other: Role) -> Any:
    """Why nobody holds both roles on the same day; None where they go together."""
    if one is other:
        return None
    if Role.ADMINISTRATOR in (one, other):
        return ADMINISTRATOR_APART
    if {one, other} == {Role.REPORTING_OFFICER, Role.DATA_PROTECTION}:
        return RELEASE_APART
    return None


def check_goes_with(role: Role, held: Iterable[Grant], *, first: date, last: date) -> None:
    """Refuse a role that contradicts one which the person holds on any of these days.

    Args:
        held: their grants that have not been ended.

    Raises:
        RefusedInput: at the role.
    """
    for grant in held:
        if grant.valid_from <= last and grant.valid_until >= first and (reason := why_not_together(role, grant.role)):
            raise RefusedInput(reason, field="role")


def check_is_second_person(actor: Actor, requester_id: UUID | None) -> None:
    """Refuse to let somebody approve, release or review what they asked for themselves.

    Raises:
        NotAllowed: the actor is who asked.
    """
    if requester_id is not None and actor.id == requester_id:
        raise NotAllowed(_l("Nobody decides on their own request. Ask a colleague who has this role."))
