"""What staff begin and do not finish: only that a form was begun or thrown away is written down, not each saving of it."""

from __future__ import annotations

from uuid import UUID

from app.accounts import queries
from app.audit.services import record
from app.foundation import drafts
from app.foundation.actor import Actor
from app.foundation.drafts import Typed


def keep_draft(actor: Actor, typed: Typed) -> None:
    """Keep what was typed so far into a form.

    Raises:
        SavedAlready, TypedElsewhere, WrongState: as in ``foundation.drafts.keep_draft``; the first also for a form that was
            sent and waits to be sent on: it holds all that was typed.
    """
    if queries.is_held(actor.id, typed.submission_id):
        raise drafts.SavedAlready
    if drafts.keep_draft(actor, typed):
        record(actor, "draft:begun", subject_type="user", subject_id=actor.id, office_id=actor.office_id)


def discard_draft(actor: Actor, submission_id: UUID) -> None:
    """Throw away a draft of one's own; gone already is as good."""
    if drafts.drop_draft(actor, submission_id):
        record(actor, "draft:discarded", subject_type="user", subject_id=actor.id, office_id=actor.office_id)
