"""What somebody is typing into a form, kept until the form is saved: seen by nobody else, and gone after two weeks.

A draft goes by the submission id of its form: saving that submission takes the draft away in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.columns import narrative, public
from app.foundation.database import Base, db
from app.foundation.encryption import fingerprint, open_contents, seal_contents
from app.foundation.errors import WrongState
from app.foundation.ids import new_id

KEPT_FOR = timedelta(days=14)
"""Since it was last typed into: somebody may fall ill in the middle of a form."""
LONGEST = 200_000
"""Bytes of names and values; a line list of fifty people takes a fifth."""
MOST = 50
"""Drafts of one user at a time."""
_PURPOSE = "draft.fields"
_SUBMISSION = sa.table("submission", sa.column("id", sa.Uuid()))
"""The forms that were saved; their module takes the drafts away, so it cannot be imported here."""
Fields = Sequence[tuple[str, str]]


class Draft(Base):
    """What one user has typed so far into one form."""

    __tablename__ = "draft"
    __table_args__ = (sa.UniqueConstraint("user_id", "submission_id"),)

    user_id: Mapped[UUID] = public()
    submission_id: Mapped[UUID] = public()
    """The form's own, by which it will be saved."""
    mark: Mapped[UUID] = public()
    """Names the saving that wrote what stands here: another device sees by it that somebody went on elsewhere."""
    page: Mapped[str] = public()
    """Endpoint of the form's page, such as ``people.register``."""
    address: Mapped[str] = public()
    """Path and query of the form's page; they hold ids and codes only."""
    fields: Mapped[bytes] = narrative(sa.LargeBinary())
    """Names and values as JSON, sealed; never the form's token, no files."""
    created_at: Mapped[datetime] = public(default=now)
    saved_at: Mapped[datetime] = public(default=now, index=True)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """One state of a form that is being filled in.

    Attributes:
        mark: names this state.
        after: the marks of earlier states that this one goes on from; empty for a form that was not kept before.
    """

    submission_id: UUID
    page: str
    address: str
    fields: Fields
    mark: UUID
    after: Collection[UUID] = ()


@dataclass(frozen=True, kw_only=True)
class KeptDraft:
    """A draft as it was typed."""

    id: UUID
    submission_id: UUID
    page: str
    address: str
    fields: Fields
    mark: UUID
    created_at: datetime
    saved_at: datetime


class TypedElsewhere(Exception):
    """The draft was written meanwhile from a page that this one does not go on from; nothing was changed."""


class SavedAlready(Exception):
    """The form was saved: there is nothing left to keep."""


def keep_draft(actor: Actor, typed: Typed) -> bool:
    """Keep what was typed so far in place of what was kept of the same form.

    Returns:
        Whether it is the first time.

    Raises:
        SavedAlready: the form was saved meanwhile.
        TypedElsewhere: another device went on with the form.
        WrongState: it is too long, or too many other drafts are kept already.
    """
    contents = json.dumps([list(field) for field in typed.fields], ensure_ascii=False).encode()
    if len(contents) > LONGEST:
        raise WrongState(_l("This form is too long to be kept as a draft. Save it as it is, or split it."))
    if _was_saved(typed.submission_id):
        raise SavedAlready
    present = db.session.scalar(_mine(actor).where(Draft.submission_id == typed.submission_id).with_for_update())
    if present is not None and present.mark not in {typed.mark, *typed.after}:
        raise TypedElsewhere
    if present is None and _count(actor) >= MOST:
        raise WrongState(_l("50 forms are begun already and not finished. Finish some of them or throw them away first."))
    _write(actor, typed, contents)
    return present is None


def _write(actor: Actor, typed: Typed, contents: bytes) -> None:
    row_id, moment = new_id(), now()
    values = {
        "id": row_id,
        "user_id": actor.id,
        "submission_id": typed.submission_id,
        "mark": typed.mark,
        "page": typed.page,
        "address": typed.address,
        "fields": seal_contents(_PURPOSE, contents, row_id=row_id),
        "created_at": moment,
        "saved_at": moment,
    }
    newest = {name: values[name] for name in ("id", "mark", "page", "address", "fields", "saved_at")}
    db.session.execute(
        insert(Draft).values(values).on_conflict_do_update(index_elements=["user_id", "submission_id"], set_=newest)
    )


def list_drafts(actor: Actor) -> list[KeptDraft]:
    """The actor's own drafts, the last typed first. Nobody else's can be read."""
    rows = db.session.scalars(_mine(actor).where(~_saved()).order_by(Draft.saved_at.desc(), Draft.id).limit(MOST))
    return [_opened(row) for row in rows]


def find_draft(actor: Actor, submission_id: UUID) -> KeptDraft | None:
    """One of the actor's own drafts; None when there is none, or its form was saved meanwhile."""
    row = db.session.scalar(_mine(actor).where(Draft.submission_id == submission_id, ~_saved()))
    return _opened(row) if row else None


def drop_draft(actor: Actor, submission_id: UUID) -> bool:
    """Take away the actor's draft of a form, because it was saved or thrown away; gives whether there was one."""
    dropped = sa.delete(Draft).where(Draft.user_id == actor.id, Draft.submission_id == submission_id)
    return db.session.execute(dropped.returning(Draft.id)).scalar() is not None


def forget_old_drafts() -> int:
    """Delete what nobody went on with for ``KEPT_FOR``, and what a page sent again after its form was saved."""
    over = sa.or_(Draft.saved_at < now() - KEPT_FOR, _saved())
    return db.session.connection().execute(sa.delete(Draft).where(over)).rowcount


def forget_drafts_about(record_ids: Collection[UUID]) -> int:
    """Delete the drafts of forms that belong to these persons or cases; for who erases them."""
    about = sa.or_(sa.false(), *(Draft.address.contains(str(record_id)) for record_id in record_ids))
    return db.session.connection().execute(sa.delete(Draft).where(about)).rowcount


def browser_key(user_id: UUID) -> bytes:
    """The key under which browsers seal what this user types: given to their signed-in pages only, and kept by none."""
    return fingerprint("draft.browser_key", str(user_id))


def browser_owner(user_id: UUID) -> str:
    """The name under which browsers keep what this user types; it does not tell who that is."""
    return fingerprint("draft.browser_owner", str(user_id)).hex()


def _mine(actor: Actor) -> sa.Select[Draft]:
    return sa.select(Draft).where(Draft.user_id == actor.id).execution_options(populate_existing=True)


def _saved() -> sa.ColumnElement[bool]:
    return sa.exists().where(_SUBMISSION.c.id == Draft.submission_id)


def _was_saved(submission_id: UUID) -> bool:
    return db.session.scalar(sa.select(sa.exists().where(_SUBMISSION.c.id == submission_id))) or False


def _count(actor: Actor) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(_mine(actor).subquery())) or 0


def _opened(row: Draft) -> KeptDraft:
    contents = json.loads(open_contents(_PURPOSE, row.fields, row_id=row.id))
    return KeptDraft(
        id=row.id,
        submission_id=row.submission_id,
        page=row.page,
        address=row.address,
        fields=[(str(name), str(value)) for name, value in contents],
        mark=row.mark,
        created_at=row.created_at,
        saved_at=row.saved_at,
    )
