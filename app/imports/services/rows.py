"""Writing down rows that are not simply ready."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.foundation.clock import now
from app.foundation.encryption import seal_for
from app.foundation.ids import new_id
from app.foundation.staging import insert_rows
from app.imports.enums import Decision, RowOutcome
from app.imports.models import ImportRow, PeopleImport

COLUMNS = (
    "id", "import_id", "office_id", "number", "piece", "outcome", "faults", "matches", "written_sealed", "decision", "decided_at",
)  # fmt: skip
DECIDED_ALREADY = frozenset({RowOutcome.CERTAIN, RowOutcome.REPEATED})
"""Left out unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """What was found about one row.

    Attributes:
        written: column -> what is written there.
        faults: pairs of column and ``RowFault``.
        matches: as ``ImportRow.matches`` keeps them.
    """

    number: int
    outcome: RowOutcome
    written: Mapping[str, str]
    faults: Sequence[tuple[str, str]] = ()
    matches: Sequence[Mapping[str, Any]] = field(default_factory=list)


def write_rows(brought: PeopleImport, piece: int, found: Iterable[FoundRow]) -> int:
    """Keep what was found; what is written in the rows is sealed under the import's key."""
    return insert_rows(ImportRow, COLUMNS, _rows(brought, piece, found))


def _rows(brought: PeopleImport, piece: int, found: Iterable[FoundRow]) -> Iterator[tuple[Any, ...]]:
    decided_at = now()
    for row in found:
        row_id, content = new_id(), ImportRow.written.encode(dict(row.written))
        sealed = None if content is None else seal_for(brought.id, ImportRow.written.place(row_id), content)
        is_decided = row.outcome in DECIDED_ALREADY
        yield (
            row_id, brought.id, brought.office_id, row.number, piece, row.outcome.value, json.dumps(list(row.faults)),
            json.dumps(list(row.matches)), sealed, Decision.LEAVE_OUT.value if is_decided else None,
            decided_at if is_decided else None,
        )  # fmt: skip
