"""What is held about a person, told by each room in the same shape, and what becomes of each column when they are erased."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass


class Fate(enum.StrEnum):
    """What becomes of a column's value when its person is erased."""

    UNREADABLE = "unreadable"
    """The key that sealed it is destroyed."""
    EMPTIED = "emptied"
    DELETED = "deleted"
    """Its row goes."""
    DERIVED = "derived"
    """It is made from other values, and says nothing once those are gone."""
    STAYS = "stays"
    """A coded answer that reports counted; without the rest it tells nobody who it was."""
    OF_OTHERS = "of_others"
    """It tells of a colleague or a partner, not of the person."""


@dataclass(frozen=True)
class HeldFact:
    """One fact: the columns that it is made from (``person.birth_year``), its name and its value in the reader's language.

    Attributes:
        at_home: what a sheet says in its place that others at home may read; None where it says the value itself.
    """

    columns: tuple[str, ...]
    label: str
    value: str | None
    at_home: str | None = None


@dataclass(frozen=True)
class HeldRecord:
    """Facts that belong together, such as one document or one note.

    Attributes:
        is_for_home: whether it stands on a sheet that others at home may read.
    """

    title: str | None
    facts: Sequence[HeldFact]
    is_for_home: bool = True


@dataclass(frozen=True)
class HeldPart:
    """What a room holds under one heading. ``note`` says what is left out and why."""

    key: str
    title: str
    records: Sequence[HeldRecord]
    note: str | None = None


def fact(columns: str, label: object, value: object, *, at_home: str | None = None) -> HeldFact:
    """Args: columns: names with their table, separated by spaces."""
    return HeldFact(tuple(columns.split()), str(label), None if value is None or value == "" else str(value), at_home)
