"""Form submissions that can be repeated: a resent form answers as the first time and changes nothing more.

Each form carries an id written by the server into the page. The first request with an id does the work and keeps the
address it led to; a repetition with the same content is sent to that address; with other content it is refused (409).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, has_request_context, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.columns import public
from app.foundation.database import Base, db
from app.foundation.drafts import drop_draft
from app.foundation.errors import WrongState
from app.foundation.transactions import transaction

KEPT_FOR = timedelta(days=30)
"""A phone may have been without network for days; after a month nobody sends the same form again."""

ADDRESS = "/"
"""Stands among the fields for the address; no field has such a name."""


class Submission(Base):
    """One form that was sent and saved. The digest tells a repetition from a second use of the id."""

    __tablename__ = "submission"

    actor_id: Mapped[UUID | None] = public()
    content_digest: Mapped[str] = public()
    """Keyed digest of the form's fields, to compare only."""
    location: Mapped[str] = public()
    created_at: Mapped[datetime] = public(default=now)


def save_once(submission_id: UUID, *, actor: Actor, content: Mapping[str, Any], save: Callable[[], str]) -> str:
    """Run ``save`` in a transaction unless this submission was saved before; what was kept of it as a draft goes.

    Args:
        submission_id: the id that the form carried.
        content: the form's fields, to tell a repetition from another form under the same id.
        save: does the work and gives the address to go to.

    Returns:
        The address that the first saving led to.

    Raises:
        WrongState: the id was used with other content, at another address, or by somebody else.
    """
    digest = digest_of({**content, ADDRESS: _address()})
    with transaction():
        if not _claim(submission_id, actor, digest):
            return _earlier_location(submission_id, actor, digest)
        location = save()
        drop_draft(actor, submission_id)
        db.session.execute(sa.update(Submission).where(Submission.id == submission_id).values(location=location))
    return location


def location_of(submission_id: UUID, actor: Actor, *, content: Mapping[str, Any] | None = None) -> str | None:
    """Where a form led that this actor saved before; for a page that can no longer be built for what was saved with it.

    Args:
        content: the form's fields, where they can still be told: it is nothing unless they are those of the first time.
    """
    of_actor = sa.select(Submission.location).where(Submission.id == submission_id, Submission.actor_id == actor.id)
    if content is not None:
        of_actor = of_actor.where(Submission.content_digest == digest_of({**content, ADDRESS: _address()}))
    return db.session.scalar(of_actor)


def _address() -> str:
    """Where the form was sent: the same words in another record are another form."""
    return request.path if has_request_context() else ""


def digest_of(content: Mapping[str, Any]) -> str:
    """A keyed digest of the fields: few possible values of a field must not be found out by trying."""
    message = json.dumps(content, sort_keys=True, default=str).encode()
    return hmac.new(str(current_app.secret_key).encode(), message, hashlib.sha256).hexdigest()


def _claim(submission_id: UUID, actor: Actor, digest: str) -> bool:
    """Write the submission's row; waits for another request that is saving the same id."""
    row = {"id": submission_id, "actor_id": actor.id, "content_digest": digest, "location": "", "created_at": now()}
    written = db.session.execute(insert(Submission).values(row).on_conflict_do_nothing().returning(Submission.id))
    return written.scalar() is not None


def _earlier_location(submission_id: UUID, actor: Actor, digest: str) -> str:
    earlier = db.session.get_one(Submission, submission_id)
    if earlier.actor_id != actor.id or earlier.content_digest != digest:
        raise WrongState(
            _l("This form was already saved with other content. Open the record, see what was saved, and change it there.")
        )
    return earlier.location


def forget_old_submissions() -> int:
    """Delete the ids of forms saved more than ``KEPT_FOR`` ago; gives their number."""
    old = sa.delete(Submission).where(Submission.created_at < now() - KEPT_FOR)
    return db.session.connection().execute(old).rowcount
