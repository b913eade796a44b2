"""A form whose record moved in the very instant in which it was saved: its page is asked once more.

A file can be merged, restricted or given to a team between the moment in which a request reads it and the one in which it
writes. The database refuses what would hang in the air then. The second time the request meets the record where it stands by
now: it is saved there, or refused in words. What fails twice is a fault.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask import current_app, g, request, session
from flask.typing import ResponseReturnValue

from app.foundation.database import db
from app.web.gatekeeper import READING

MOVED_ON = frozenset({
    "23503",  # foreign_key_violation: the owner of the row stands in another scope, or became part of another record
    "42501",  # insufficient_privilege: so says row-level security of a row of somebody whom nobody sees any more
    "40P01",  # deadlock_detected: two who wait for each other; nothing of this one was saved
})  # fmt: skip


def deserves_another(error: sa.exc.DBAPIError) -> bool:
    """Whether the request may be over in a moment's change, and was not tried again yet."""
    is_first = request.method not in READING and not g.get("is_second_try")
    return is_first and getattr(error.orig, "sqlstate", None) in MOVED_ON


def try_again() -> ResponseReturnValue:
    """The same request from its beginning, after nothing of it was saved."""
    g.is_second_try = True
    g.pop("actor", None)
    db.session.rollback()
    session.pop("_flashes", None)  # it was told as saved before the database refused it
    for sent in request.files.values():
        sent.stream.seek(0)
    try:
        return current_app.dispatch_request()
    except Exception as error:
        return current_app.handle_user_exception(error)
