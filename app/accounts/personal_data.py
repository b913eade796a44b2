"""How this room tells a person why their file was restricted; the words go with the key of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.models import Restriction
from app.foundation.actor import Actor
from app.foundation.held_data import Fate, HeldRecord, fact
from app.web.filters import instant

FATES: Mapping[str, Fate] = {
    "restriction.reason_sealed": Fate.UNREADABLE,
    "restriction.why_few_sealed": Fate.UNREADABLE,
    "restriction.end_reason_sealed": Fate.UNREADABLE,
}
"""Every column of this room of class P2 or higher that belongs to a person's file; a test asks that none is missing."""

NOT_TOLD: Mapping[str, str] = {
    "restriction.end_reason_sealed": "once a restriction has ended nobody sees its words any more, not even who wrote them",
}
"""Columns that a person's own export leaves out -> why."""


def held_about(actor: Actor, record_ids: Sequence[UUID]) -> list[HeldRecord]:
    """Why these files of a person or of their cases are restricted now, for those who know of it."""
    found = [queries.find_restriction(actor, record_id) for record_id in record_ids]
    return [_restriction(one, actor) for one in found if one is not None and one.came_with is None]


def _restriction(restriction: Restriction, actor: Actor) -> HeldRecord:
    return HeldRecord(
        None,
        [
            fact("restriction.restricted_at", _("Restricted on"), instant(restriction.restricted_at, actor.time_zone)),
            fact("restriction.reason_sealed", _("Reason"), restriction.reason),
            fact("restriction.why_few_sealed", _("Why so few see it"), restriction.why_few),
        ],
        is_for_home=False,
    )
