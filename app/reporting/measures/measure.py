"""What a measure is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.reporting.enums import Counted
from app.reporting.measures.scope import ReportScope

SelectOf = Callable[[ReportScope, Sequence[UUID]], sa.Select[Any]]


@dataclass(frozen=True)
class Measure:
    """How indicators of one family are counted from casework.

    Attributes:
        key: name that the kept figures carry.
        counts: what one unit is.
        method: the sentence that the report prints about it.
        select: gives, for a scope and ids of indicators, rows (indicator id, sex, age band, age group, population type,
            counted), in the report's snapshot; the four between are NULL where no people are counted.
    """

    key: str
    counts: Counted
    method: Any
    select: SelectOf
