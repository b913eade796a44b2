"""Counting the statements of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

OF_THE_TESTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "SET ROLE", "RESET ROLE")
CONTEXT = "SELECT quipu_enter("
"""Names the actor to the database: once where a transaction begins, once when the user is known."""


def counts(statement: str) -> bool:
    """Whether a statement is of the page's own making."""
    return not statement.startswith((*OF_THE_TESTS, CONTEXT))


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database within the block; what the tests add and the naming of actors are left out."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if counts(statement):
            made.append(" ".join(statement.split())[:120])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
