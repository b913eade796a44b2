"""The rows of sessions: one statement reads one, and each write is a short transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask.json.tag import TaggedJSONSerializer
from sqlalchemy.orm import Session, joinedload

from app.accounts.enums import EndOfSession
from app.accounts.models import BrowserSession, User
from app.accounts.sessions.lifetime import ABSOLUTE, SEEN_EVERY, end_by_time
from app.accounts.sessions.sealing import seal, unseal
from app.accounts.sessions.tokens import digest_of, new_token
from app.accounts.sessions.visitor import FOR_EVERYBODY, PROVEN_AT, Known, Opened, VisitorSession
from app.foundation import access
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id

PLACE = "browser_session.data"
JSON = TaggedJSONSerializer()
"""Flask's own spelling of what stands in a session."""
STILL_KNOWN = [reason for reason in EndOfSession if reason.keeps_what_is_sent]


def find(token: str) -> Opened:
    """What is kept for the holder of a token, with the user and their office: one statement.

    A session whose time has run out is still known, with what everybody may keep: its forms are not lost.
    """
    row = db.session.execute(
        sa.select(
            BrowserSession.id, BrowserSession.data, BrowserSession.last_seen_at, BrowserSession.expires_at,
            BrowserSession.end_reason, User,
        )
        .outerjoin(BrowserSession.user)
        .options(joinedload(User.office))
        .where(
            BrowserSession.token_digest == digest_of(token),
            sa.or_(BrowserSession.ended_at.is_(None), BrowserSession.end_reason.in_(STILL_KNOWN)),
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        return Opened()
    over = row.end_reason or end_by_time(last_seen_at=row.last_seen_at, expires_at=row.expires_at)
    known = Known(row.id, row.User, row.last_seen_at, over=over, is_noted=row.end_reason is not None)
    contents = _unsealed(row.data, row.id)
    return Opened(_of_everybody(contents) if over else contents, known)


def _unsealed(data: bytes | None, session_id: UUID) -> dict[str, Any]:
    contents = unseal(data, place=PLACE, row_id=session_id) if data else None
    return dict(JSON.loads(contents.decode())) if contents else {}


def _of_everybody(contents: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in contents.items() if name in FOR_EVERYBODY}


def sealed(contents: Mapping[str, Any], session_id: UUID) -> bytes:
    return seal(JSON.dumps(dict(contents)).encode(), place=PLACE, row_id=session_id)


def new_row(*, token: str, user: User | None, contents: Mapping[str, Any], device: str) -> BrowserSession:
    """A session that begins now; the caller adds it."""
    session_id, moment = new_id(), now()
    return BrowserSession(
        id=session_id,
        token_digest=digest_of(token),
        user_id=user.id if user else None,
        data=sealed(contents, session_id),
        device=device,
        created_at=moment,
        last_seen_at=moment,
        expires_at=moment + ABSOLUTE,
    )


def end(session_id: UUID, reason: EndOfSession) -> sa.Update:
    """The statement that ends one session; what it held is dropped."""
    return (
        sa.update(BrowserSession)
        .where(BrowserSession.id == session_id, BrowserSession.ended_at.is_(None))
        .values(ended_at=now(), end_reason=reason, data=None)
    )


def keep(visitor: VisitorSession, *, is_active: bool) -> bool:
    """Write down what the request changed, in a transaction of its own.

    Args:
        is_active: whether a person asked; a page that asks by itself every two seconds keeps no session alive.

    Returns:
        Whether the session goes on; false where it was ended meanwhile.
    """
    known = visitor.known
    if known is None or (known.over and visitor.needs_row):
        _begin_for_nobody(visitor)
        return True
    if known.over:
        _note_end(visitor, known)
        return True
    if visitor.get(PROVEN_AT) != visitor.proven_at and visitor.token is None:
        visitor.token = new_token()
    return _update(visitor, known, is_active=is_active)


def _begin_for_nobody(visitor: VisitorSession) -> None:
    """A row for somebody who has not signed in, such as between password and second factor."""
    visitor.token = new_token()
    row = new_row(token=visitor.token, user=None, contents=visitor, device=visitor.device)
    with own_transaction() as session:
        if visitor.known:
            session.execute(end(visitor.known.id, EndOfSession.REPLACED))
        session.add(row)


def _note_end(visitor: VisitorSession, known: Known) -> None:
    """Say in the row that its time has run out, and drop what only its user may keep."""
    if known.is_noted and not visitor.modified:
        return
    values: dict[str, Any] = {"data": sealed(visitor, known.id)}
    if not known.is_noted:
        values |= {"ended_at": now(), "end_reason": known.over}
    with own_transaction() as session:
        session.execute(sa.update(BrowserSession).where(BrowserSession.id == known.id).values(values))


def _update(visitor: VisitorSession, known: Known, *, is_active: bool) -> bool:
    values: dict[str, Any] = {}
    if visitor.modified:
        values["data"] = sealed(visitor, known.id)
    if visitor.token:
        values["token_digest"] = digest_of(visitor.token)
    if is_active and now() - known.last_seen_at >= SEEN_EVERY:
        values["last_seen_at"] = now()
    if not values:
        return True
    update = sa.update(BrowserSession).where(BrowserSession.id == known.id, BrowserSession.ended_at.is_(None))
    with own_transaction() as session:
        return session.execute(update.values(values).returning(BrowserSession.id)).scalar() is not None


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A short transaction on a connection of its own: it neither commits nor undoes what the view did."""
    with Session(db.engine, join_transaction_mode="create_savepoint") as session:
        access.share(session)
        with session.begin():
            yield session
