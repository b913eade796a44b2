"""A page of a list, without counting what nobody looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

from app.foundation.database import db

PAGE_SIZE = 25
LAST_PAGE = 400
"""Deeper pages answer as the last one: nobody reads them, and each costs the rows before it."""

Row = TypeVar("Row")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows. ``number`` counts from 1; ``has_next`` is known by reading one row more than shown."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    def map(self, present: Callable[[Row], Other]) -> Page[Other]:
        return Page([present(row) for row in self.rows], self.number, self.has_next)


def clamp_page(number: int | None) -> int:
    return min(max(number or 1, 1), LAST_PAGE)


def paginate(select: Select[Any], number: int | None, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Read one page of a select whose rows are tuples or single entities (given back bare)."""
    page = clamp_page(number)
    result = db.session.execute(select.limit(size + 1).offset((page - 1) * size))
    single = len(select.column_descriptions) == 1
    rows = list(result.scalars() if single else result)
    return Page(rows[:size], page, len(rows) > size)
