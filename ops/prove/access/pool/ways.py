"""The view that is asked, and the ways in which it comes to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import sqlalchemy as sa
from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.doors import current_actor
from app.foundation.database import db
from app.foundation.transactions import transaction


class ArrangedFailure(Exception):
    """What a view of this proof fails with."""


def look() -> ResponseReturnValue:
    """Enter as whoever signed in, and show all that the database then shows; the way says how it goes on."""
    if current_user.is_authenticated:
        current_actor()
    shown = WAYS[request.args["way"]]()
    return jsonify(rows=shown, bare=_bare_rows())


def _rows() -> list[str]:
    """All that the database shows: no condition of Python stands in the statement."""
    return [str(record) for record in db.session.scalars(sa.text('SELECT id FROM person UNION ALL SELECT id FROM "case"'))]


def _bare_rows() -> list[str]:
    """The same on a connection on which nobody entered; given back first, so that few connections suffice for many requests."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return [str(record) for record in connection.scalars(sa.text("SELECT id FROM person"))]


def _in_two_transactions() -> list[str]:
    with transaction():
        first = _rows()
    return [*first, *_rows()]


def _unfinished() -> list[str]:
    db.session.execute(sa.text("SELECT pg_advisory_xact_lock_shared(1)"))
    return _rows()


def _fails_at_once() -> list[str]:
    raise ArrangedFailure


def _fails_inside() -> list[str]:
    with transaction():
        _rows()
        raise ArrangedFailure


def _fails_afterwards() -> list[str]:
    with transaction():
        _rows()
    raise ArrangedFailure


def _fails_in_the_database() -> list[str]:
    with transaction():
        _rows()
        db.session.execute(sa.text("SELECT 1 / 0"))
    return _rows()


def _goes_on_after_a_failure() -> list[str]:
    with suppress(sa.exc.DBAPIError), transaction():
        db.session.execute(sa.text("SELECT 1 / 0"))
    return _rows()


def _takes_a_part_back() -> list[str]:
    with suppress(ArrangedFailure), db.session.begin_nested():
        _rows()
        raise ArrangedFailure
    return _rows()


def _takes_too_long() -> list[str]:
    with suppress(sa.exc.DBAPIError), transaction():
        db.session.execute(sa.text("SET LOCAL statement_timeout = '2ms'"))
        db.session.execute(sa.text("SELECT pg_sleep(1)"))
    return _rows()


def _is_killed() -> list[str]:
    db.session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))
    return _rows()


WAYS: Mapping[str, Callable[[], list[str]]] = {
    "plain": _rows,
    "in two transactions": _in_two_transactions,
    "unfinished": _unfinished,
    "fails at once": _fails_at_once,
    "fails inside": _fails_inside,
    "fails afterwards": _fails_afterwards,
    "fails in the database": _fails_in_the_database,
    "goes on after a failure": _goes_on_after_a_failure,
    "takes a part back": _takes_a_part_back,
    "takes too long": _takes_too_long,
    "is killed": _is_killed,
}
