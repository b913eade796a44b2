"""What signing in and out do to the session of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask import session

from app.accounts.enums import EndOfSession
from app.accounts.models import User
from app.accounts.sessions import store
from app.accounts.sessions.tokens import MARK, new_token
from app.accounts.sessions.visitor import Known, VisitorSession
from app.foundation.clock import now
from app.foundation.database import db


def current() -> VisitorSession:
    """The session of this request."""
    return cast("VisitorSession", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def begin(user: User) -> None:
    """A new session under a new token for who has just signed in, in the caller's transaction.

    Whatever token the browser held before opens nothing any more.
    """
    visitor = current()
    if visitor.known:
        db.session.execute(store.end(visitor.known.id, EndOfSession.REPLACED))
    visitor.token = new_token()
    row = store.new_row(token=visitor.token, user=user, contents=visitor, device=visitor.device)
    db.session.add(row)
    db.session.flush()
    visitor.known = Known(row.id, user, now())


def end_current(reason: EndOfSession) -> None:
    """End the session of this request, in the caller's transaction; a copy of its cookie opens nothing any more."""
    visitor = current()
    if visitor.known:
        db.session.execute(store.end(visitor.known.id, reason))
    visitor.known, visitor.token = None, None
    visitor.modified = True


def open_for(user: User, contents: Mapping[str, Any], *, device: str = "") -> str:
    """A session without a request, in the caller's transaction, for tests and measurements; gives its cookie's value."""
    token = new_token()
    db.session.add(store.new_row(token=token, user=user, contents=contents, device=device))
    db.session.flush()
    return MARK + token
