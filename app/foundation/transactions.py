"""The one transaction boundary: opened in a route, the worker base or a command, never in a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.foundation.database import db


@contextmanager
def transaction() -> Iterator[None]:
    """Commit when the block ends, roll back when it raises.

    Raises:
        RuntimeError: a transaction with pending writes is already open; nesting would commit half a use case.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("There are writes outside of a transaction() block.")
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
