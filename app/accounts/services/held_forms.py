"""Forms that arrive when the session of their sender has run out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from app.accounts import queries
from app.accounts.models import HeldForm
from app.accounts.queries.held_forms import PLACE
from app.accounts.sessions.sealing import seal
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import WrongState
from app.foundation.ids import new_id

LONGEST = 200_000
"""Bytes of names and values; the longest form of these pages takes a tenth."""
MOST = 20
"""Forms of one user that wait at a time."""


def hold_form(actor: Actor, *, address: str, submission_id: UUID, fields: Sequence[tuple[str, str]]) -> None:
    """Keep a form until its sender has signed in again; sent twice, it is kept once.

    Raises:
        WrongState: it is too long, or too many others wait already; nothing was kept.
    """
    contents = json.dumps(fields).encode()
    if len(contents) > LONGEST:
        raise WrongState(_l("This form is too long to be kept. Copy what you wrote, sign in, and write it again."))
    if queries.count_held_forms(actor.id, besides=submission_id) >= MOST:
        raise WrongState(
            _l("This form was not kept: 20 others wait already. Copy what you wrote, sign in, and send those on first.")
        )
    row_id = new_id()
    values = {
        "id": row_id,
        "user_id": actor.id,
        "submission_id": submission_id,
        "address": address.replace("\0", ""),  # a text of the database holds none
        "fields": seal(contents, place=PLACE, row_id=row_id),
        "created_at": now(),
    }
    newest = {name: values[name] for name in ("id", "address", "fields", "created_at")}
    db.session.execute(
        insert(HeldForm).values(values).on_conflict_do_update(index_elements=["user_id", "submission_id"], set_=newest)
    )
    record(actor, "held_form:kept", subject_type="user", subject_id=actor.id, office_id=actor.office_id)


def discard_held_form(actor: Actor, held_form_id: UUID) -> None:
    """Throw away a form of one's own that waits; gone already is as good."""
    db.session.execute(sa.delete(HeldForm).where(HeldForm.id == held_form_id, HeldForm.user_id == actor.id))
    record(actor, "held_form:discarded", subject_type="user", subject_id=actor.id, office_id=actor.office_id)
