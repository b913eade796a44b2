"""What a verification can find wrong. A fault names numbers of seals and ids of rows, never what stands in them."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field


class FaultKind(enum.StrEnum):
    """One kind of fault; ``docs/security/audit.md`` says of each what it means and what to do."""

    SEAL_NOT_SIGNED = "seal not signed by a known key"
    SEAL_NOT_IN_TABLE = "seal of the file missing in the table"
    SEAL_NOT_IN_FILE = "seal of the table missing in the file"
    SEAL_DIFFERS = "seal differs between table and file"
    SEAL_TWICE = "number of a seal stands twice"
    CHAIN_BROKEN = "seal does not follow on the one before"
    LINE_UNREADABLE = "line of the file is no seal"
    ROWS_CHANGED = "sealed rows changed"
    ROW_UNSEALED = "row in no seal"
    ROW_OUT_OF_TIME = "row written in before or after its time"
    ROW_UNREADABLE = "row lacks what every row has"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. ``about`` is a number or an id, with figures where they help."""

    kind: FaultKind
    about: str


FIRST_ONES = 20


@dataclass
class Findings:
    """Faults as they are found: all are counted, the first are kept."""

    counts: Counter[FaultKind] = field(default_factory=Counter)
    first: list[Fault] = field(default_factory=list)

    def note(self, kind: FaultKind, about: str) -> None:
        self.counts[kind] += 1
        if len(self.first) < FIRST_ONES:
            self.first.append(Fault(kind, about))
