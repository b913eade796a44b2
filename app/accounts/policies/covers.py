"""Who may cover whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts.models import Grant
from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput


def check_can_cover(actor: Actor, covered_id: UUID, user_id: UUID) -> None:
    """Refuse a cover of oneself by oneself, and one that somebody would arrange for their own eyes.

    Raises:
        RefusedInput: at the colleague.
    """
    if user_id == covered_id:
        raise RefusedInput(_l("Choose somebody else than the absent colleague."), field="user_id")
    if user_id == actor.id:
        raise RefusedInput(
            _l("Nobody gives themselves access. You see the cases of this colleague on the page of the caseload."),
            field="user_id",
        )


def check_is_not_covered(covered_id: UUID, held: Iterable[Grant], *, first: date, last: date) -> None:
    """Refuse a second cover of the same colleague by the same person on any of these days.

    Args:
        held: the grants of who would cover.

    Raises:
        RefusedInput: at the colleague.
    """
    for grant in held:
        if grant.covers_user_id == covered_id and grant.valid_from <= last and grant.valid_until >= first:
            raise RefusedInput(_l("This colleague covers the other on those days already."), field="user_id")
