"""How long each kind of record is kept: the starting values that ship with Quipu (``seeds/retention.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from app.data_protection.enums import RetentionKind
from app.foundation.columns import Privacy

FILE = Path(__file__).resolve().parent / "seeds" / "retention.yaml"


@dataclass(frozen=True)
class StartingPeriod:
    """One row of the file.

    Attributes:
        field_class: the highest class of what goes.
        months: after the work with the person ended.
        basis: ``starting_value`` of this project, or ``source``.
        sources: codes of the catalogue's sources; empty for a starting value.
    """

    kind: RetentionKind
    field_class: Privacy
    months: int
    basis: str
    sources: tuple[str, ...]


def _read() -> Mapping[RetentionKind, StartingPeriod]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["rows"]
    periods = [
        StartingPeriod(
            RetentionKind(row["kind"]), Privacy(row["class"]), int(row["months"]), str(row["basis"]), tuple(row["sources"])
        )
        for row in rows
    ]
    return MappingProxyType({period.kind: period for period in periods})


STARTING_PERIODS = _read()
