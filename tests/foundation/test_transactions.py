from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.foundation.numbering import NumberSeries, next_number
from app.foundation.transactions import transaction


def last_of(session: Session, name: str) -> int | None:
    return session.scalar(sa.select(NumberSeries.last).where(NumberSeries.name == name))


def test_what_a_block_wrote_is_there_after_it(session: Session) -> None:
    with transaction():
        next_number("test:kept")
    assert last_of(session, "test:kept") == 1


def test_a_block_that_raises_leaves_nothing(session: Session) -> None:
    def count_and_fail() -> None:
        with transaction():
            next_number("test:lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        count_and_fail()
    assert last_of(session, "test:lost") is None


def test_writes_outside_of_a_block_are_noticed(session: Session) -> None:
    session.add(NumberSeries(name="test:outside", last=1))
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass


def test_numbers_run_without_gaps(session: Session) -> None:
    with transaction():
        assert [next_number("test:run") for _ in range(3)] == [1, 2, 3]
