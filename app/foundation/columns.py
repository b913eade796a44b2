"""Column types and short forms that say, beside the type, who may see the value.

Every column carries a field class in ``info["privacy"]``: **P0** public code, **P1** case facts, **P2** identity,
**P3** protection narrative, **P4** gender-based violence, trafficking and the like (``docs/data-inventory.md``).
"""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column


class Privacy(enum.StrEnum):
    """The five field classes of this system, from open to need-to-know."""

    PUBLIC = "P0"
    CASE_FACT = "P1"
    IDENTITY = "P2"
    NARRATIVE = "P3"
    RESTRICTED = "P4"


def public(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column of codes, names and settings that anybody may read (P0)."""
    return mapped_column(*args, info={"privacy": Privacy.PUBLIC.value}, **kwargs)


def case_fact(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column of coded facts about the work with a person (P1)."""
    return mapped_column(*args, info={"privacy": Privacy.CASE_FACT.value}, **kwargs)


def identity(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column that helps to tell who a person is or where to find them (P2)."""
    return mapped_column(*args, info={"privacy": Privacy.IDENTITY.value}, **kwargs)


def narrative(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column of free words about a person's situation (P3)."""
    return mapped_column(*args, info={"privacy": Privacy.NARRATIVE.value}, **kwargs)


def restricted(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column about gender-based violence, trafficking and the like (P4): read only by who is named on the record."""
    return mapped_column(*args, info={"privacy": Privacy.RESTRICTED.value}, **kwargs)


def enum_text(enumeration: type[enum.StrEnum], *, name: str) -> sa.Enum:
    """An enumeration stored as its text value, fenced by a check named ``ck_<table>_<name>``.

    Text keeps dumps readable and lets a new member arrive with a plain change of the check.
    """
    return sa.Enum(
        enumeration,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def scope_of_owner() -> MappedColumn[Any]:
    """The scope of the record that a row belongs to, so that one condition decides about both.

    A trigger fills it from the owner where it is left out (``fill_scope_of_...`` in the migrations); ``part_of`` keeps it true.
    """
    return mapped_column(info={"privacy": Privacy.PUBLIC.value}, nullable=False, server_default=sa.FetchedValue())


def part_of(owner: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """The foreign key of ``<owner>_id`` and ``scope_id`` together: when the owner moves, its rows move with it."""
    return sa.ForeignKeyConstraint(
        [f"{owner}_id", "scope_id"], [f"{owner}.id", f"{owner}.scope_id"], onupdate="CASCADE", ondelete=ondelete
    )
