"""Whether the rows are those that were sealed, all of them, and none beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.audit.sealing.faults import FaultKind, Findings
from app.audit.sealing.leaves import Place, UnreadableRowError, id_in_words, microseconds, place_of
from app.audit.sealing.merkle import MerkleTree
from app.audit.sealing.sealer import start_after
from app.audit.sealing.seals import Seal
from app.audit.sealing.table import Instant

PATIENCE = timedelta(minutes=5)
"""How long a row may wait for its seal, and how far the clocks of the machines may lie apart."""
BEYOND_ALL = (2**31, 0)


class RowCheck:
    """Takes the rows in their order and compares each range with its seal.

    Attributes:
        sealed: rows that stand in the range of a seal.
        waiting: rows that no seal covers yet.
    """

    def __init__(self, seals: Sequence[Seal], instant: Instant, at: datetime, findings: Findings) -> None:
        self.sealed = self.waiting = 0
        self._findings = findings
        self._instant = instant
        self._at = at
        self._newest = seals[-1] if seals else None
        self._next_start = start_after(self._newest) if self._newest else (0, 0)
        self._ranges = iter(seals)
        self._floors = iter(floors_of(seals))
        self._floor, self._next_floor = 0, (BEYOND_ALL, 0)
        self._has_floor = False
        self._advance_floor()
        self._open_range()

    def run(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            try:
                place = place_of(leaf)
            except UnreadableRowError:
                self._findings.note(FaultKind.ROW_UNREADABLE, "a row")
                continue
            self._take(leaf, place)
        while self._range is not None:
            self._close_range()

    def _take(self, leaf: bytes, place: Place) -> None:
        position = (place.era, place.transaction)
        while position >= self._end:
            self._close_range()
        while position >= self._next_floor[0]:
            self._floor, self._has_floor = self._next_floor[1], True
            self._advance_floor()
        if position < self._start or self._range is None:
            self._take_unsealed(place, position)
        else:
            self._tree.add(leaf)
        if place.occurred > self._ceiling or (self._has_floor and place.occurred < self._floor):
            self._findings.note(FaultKind.ROW_OUT_OF_TIME, f"row {id_in_words(place.row_id)}")

    def _take_unsealed(self, place: Place, position: tuple[int, int]) -> None:
        self.waiting += 1
        if position < self._next_start or place.era > max(self._next_start[0], 1):
            self._findings.note(FaultKind.ROW_UNSEALED, f"row {id_in_words(place.row_id)} in no range")
        elif place.transaction >= self._instant.next_one:
            self._findings.note(FaultKind.ROW_UNSEALED, f"row {id_in_words(place.row_id)} of a transaction still to come")
        elif self._sealer_is_silent and place.occurred < microseconds(self._at - PATIENCE):
            self._findings.note(FaultKind.ROW_UNSEALED, f"row {id_in_words(place.row_id)} waits too long")

    @property
    def _sealer_is_silent(self) -> bool:
        return self._newest is None or self._newest.sealed_at < self._at - PATIENCE

    def _open_range(self) -> None:
        self._range = next(self._ranges, None)
        self._tree = MerkleTree()
        if self._range is None:
            self._start, self._end, until = (0, 0), BEYOND_ALL, self._at
        else:
            self._start = (self._range.era, self._range.from_transaction)
            self._end = (self._range.era, self._range.to_transaction)
            until = self._range.sealed_at
        self._ceiling = microseconds(until + PATIENCE)

    def _close_range(self) -> None:
        if self._range is not None:
            self.sealed += self._tree.count
            if difference := difference_from_seal(self._tree, self._range):
                self._findings.note(FaultKind.ROWS_CHANGED, f"seal {self._range.number}: {difference}")
        self._open_range()

    def _advance_floor(self) -> None:
        self._next_floor = next(self._floors, (BEYOND_ALL, 0))


def difference_from_seal(tree: MerkleTree, seal: Seal) -> str | None:
    """How the rows of a range differ from those that were sealed; None where they do not."""
    if tree.count != seal.row_count:
        return f"{tree.count} rows instead of {seal.row_count}"
    return None if tree.root() == seal.root else f"{tree.count} rows, not as they were"


def floors_of(seals: Sequence[Seal]) -> list[tuple[tuple[int, int], int]]:
    """From which place on a row cannot have occurred before which moment: its transaction began after that seal."""
    floors = []
    for seal in seals:
        moment = microseconds(seal.sealed_at - PATIENCE)
        if not seal.closes_era:
            floors.append(((seal.era, seal.next_transaction), moment))
        elif seal.era > 0:
            floors.append(((seal.era + 1, 0), moment))
    return floors
