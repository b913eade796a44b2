"""Counting the statements of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database within the block; savepoints of the tests are left out."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(SAVEPOINTS):
            made.append(" ".join(statement.split())[:120])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
