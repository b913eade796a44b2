"""Running numbers for codes that people read aloud, such as ``CUC-2026-00412``: without gaps on commit, per series."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from app.foundation.columns import public
from app.foundation.database import Base, db


class NumberSeries(Base):
    """The last number given in one series."""

    __tablename__ = "number_series"

    name: Mapped[str] = public(unique=True)
    """Such as ``case:CUC:2026``."""
    last: Mapped[int] = public()


def next_number(series: str) -> int:
    """The next number of a series, from 1. Others that want one wait until this transaction ends."""
    return next_numbers(series, 1)


def next_numbers(series: str, count: int) -> int:
    """The first of the next ``count`` numbers of a series. Others that want one wait until this transaction ends."""
    row = insert(NumberSeries).values(name=series, last=count)
    counted = row.on_conflict_do_update(index_elements=[NumberSeries.name], set_={"last": NumberSeries.last + count})
    last = db.session.scalar(counted.returning(NumberSeries.last))
    assert last is not None  # noqa: S101 - RETURNING of an upsert always gives its row
    return int(last) - count + 1
