"""Rows as they leave the system: only the columns of the classes that an actor may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from app.foundation.columns import Privacy
from app.foundation.database import Base

SEALED = "_sealed"
"""Ending of the columns that keep a value sealed; the value in the clear is the attribute without it."""


def fields_of(record: Base, classes: Collection[Privacy]) -> dict[str, Any]:
    """A row as a dict by the names of its attributes, without every column of another class.

    Args:
        classes: what the policies of the record's room say about this actor and this very record (``field_classes``).
    """
    return {name: getattr(record, name) for name, privacy in _readable_columns(type(record)) if privacy in classes}


def _readable_columns(model: type[Base]) -> Iterator[tuple[str, Privacy]]:
    """Name of the attribute and field class; a column without a class would be a fault, and is never told."""
    for attribute in sa.inspect(model).column_attrs:
        info = attribute.columns[0].info
        if "privacy" not in info or info.get("sealed") == "fingerprint":
            continue
        yield attribute.key.removesuffix(SEALED) if "sealed" in info else attribute.key, Privacy(info["privacy"])
