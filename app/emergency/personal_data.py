"""How this room tells a person who opened their file in an emergency, and what is left of it when they are erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import BreakGlass
from app.emergency.labels import VERDICT_LABELS
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.held_data import Fate, HeldPart, HeldRecord, fact
from app.people.models import Person
from app.people.policies import check_can_view_person
from app.web.filters import instant

FATES: Mapping[str, Fate] = {
    "break_glass.reason_sealed": Fate.EMPTIED,
    "break_glass.verdict_words_sealed": Fate.EMPTIED,
}
"""Every column of this room of class P2 or higher; a test asks that none is missing."""


def held_about(actor: Actor, person: Person) -> HeldPart:
    """When and why somebody of another office read the file; colleagues are not named."""
    check_can_view_person(actor, person)
    return HeldPart("emergency", _("Opened in an emergency"), [_use(use, actor) for use in _uses_of(person.id)])


def waits_for_review(person_id: UUID) -> bool:
    """Whether an emergency access to this file still has to be reviewed: its reason must be readable until then."""
    waiting = sa.and_(BreakGlass.person_id == person_id, BreakGlass.verdict.is_(None))
    return bool(db.session.scalar(sa.select(sa.exists().where(waiting))))


def erase_uses(person_id: UUID) -> None:
    """Empty what was written about the person; who opened the file, when, and how it was judged stays."""
    for use in _uses_of(person_id):
        use.reason = ""
        use.verdict_words = None if use.verdict_words is None else ""
    db.session.flush()


def _uses_of(person_id: UUID) -> Sequence[BreakGlass]:
    select = sa.select(BreakGlass).where(BreakGlass.person_id == person_id).order_by(BreakGlass.opened_at, BreakGlass.id)
    return db.session.scalars(select).all()


def _use(use: BreakGlass, actor: Actor) -> HeldRecord:
    return HeldRecord(
        None,
        [
            fact("break_glass.opened_at", _("When"), instant(use.opened_at, actor.time_zone)),
            fact("break_glass.reason_sealed", _("Why"), use.reason),
            fact("break_glass.verdict", _("Review"), VERDICT_LABELS[use.verdict] if use.verdict else None),
            fact("break_glass.verdict_words_sealed", _("Words of the review"), use.verdict_words),
        ],
    )
