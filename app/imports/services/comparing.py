"""Comparing checked rows with the people of the country and with earlier rows of the file.

Who has keys in common is joined in SQL for many rows at once; the pairs are weighed like any other (``app/people/matching``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.jobs import enqueue
from app.imports import jobs, queries
from app.imports.enums import ImportStatus, PieceKind, RowOutcome
from app.imports.lifecycle import IMPORT
from app.imports.models import ImportPiece, PeopleImport
from app.imports.queries import Candidates
from app.imports.rows import RowFacts, record_of_facts
from app.imports.services.pieces import numbered_lines, open_piece
from app.imports.services.reading import HELPERS
from app.imports.services.rows import FoundRow, write_rows
from app.people.matching import Comparison, Level, Record, weigh
from app.people.queries import Common, common_in
from app.people.services import count_names_after_growth

MOST_MATCHES = 5
"""Of one row that are shown: who has more has a name that says little."""
KEYS_IN_COMMON = 3
"""With fewer, and neither document nor phone among them, next to none is a match (docs/adr/0029-import.md has the figures)."""
PIECES_AT_A_TIME = 10
"""Looking through everybody's keys costs the same for one row and for all of these."""
IS_UNCHECKED = ImportPiece.checked_at.is_(None)
IS_UNCOMPARED = ImportPiece.compared_at.is_(None)


def begin_comparing(actor: Actor, import_id: UUID) -> None:
    """Ask for helpers once all rows are checked; nothing where another worker did."""
    brought = queries.take_checked_import(actor, import_id)
    if brought is None or queries.has_left(import_id, IS_UNCHECKED):
        return
    count_names_after_growth(brought.office.country)
    if brought.corrects_id is None:
        brought.corrects_id = queries.find_repeated_import(brought)
    brought.compared_at = now()
    for helper in range(1, min(HELPERS, queries.count_pieces(import_id, PieceKind.ROWS))):
        enqueue(jobs.CHECK, actor=actor, import_id=import_id, helper=helper)


def compare_next_pieces(actor: Actor, import_id: UUID) -> bool:
    """Compare the rows of pieces that nobody has in hand; False when there is none left, or rows are still being checked."""
    brought = queries.get_brought(actor, import_id)
    if brought.compared_at is None:
        return False
    share = -(-queries.count_pieces(import_id, PieceKind.ROWS, IS_UNCOMPARED) // HELPERS)
    pieces = queries.take_pieces(import_id, IS_UNCOMPARED, most=min(share, PIECES_AT_A_TIME))
    if not pieces:
        return False
    numbers = [piece.number for piece in pieces]
    candidates = queries.find_candidates(import_id, brought.office.country, pieces=numbers, least=KEYS_IN_COMMON)
    needed = {number for of_piece in candidates.values() for row, ones in of_piece.items() for number in (row, *ones.rows)}
    stated = _stated(import_id, needed, last=max(numbers))
    for piece in pieces:
        if of_piece := candidates[piece.number]:
            write_rows(brought, piece.number, _Comparing.of(brought, piece.number, stated).found(of_piece))
        piece.compared_at = now()
    return True


def offer_for_review(actor: Actor, import_id: UUID) -> None:
    """Once every piece is compared, the import waits for somebody to look at it."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.CHECKING or queries.has_left(import_id, IS_UNCOMPARED):
        return
    brought.status = IMPORT.target("offer", ImportStatus(brought.status))
    brought.error_count = queries.counts_of(brought).errors


def _stated(import_id: UUID, numbers: Collection[int], *, last: int) -> Mapping[int, bytes]:
    """What these rows state, packed; they may stand in any piece up to the last. Each piece is opened once."""
    found: dict[int, bytes] = {}
    for piece in range(last + 1):
        for line in open_piece(import_id, PieceKind.FACTS, piece).splitlines():
            number = int(line[1 : line.index(b",")])
            if number in numbers:
                found[number] = line
    return found


@dataclass(frozen=True)
class _Comparing:
    """One piece with what its rows are weighed with."""

    brought: PeopleImport
    piece: int
    stated: Mapping[int, bytes]
    today: date

    @classmethod
    def of(cls, brought: PeopleImport, piece: int, stated: Mapping[int, bytes]) -> _Comparing:
        return cls(brought, piece, stated, today_in(brought.office.time_zone))

    def found(self, candidates: Mapping[int, Candidates]) -> Iterator[FoundRow]:
        """The rows that may be somebody else's, with whose."""
        people = queries.people_compared({person_id for ones in candidates.values() for person_id in ones.people})
        rows = {number: self._record(number) for number in candidates}
        rows |= {number: self._record(number) for ones in candidates.values() for number in ones.rows if number not in rows}
        common = common_in(self.brought.office.country, [rows[number] for number in candidates])
        common = Common(common.frequencies, common.among + self.brought.row_count)
        matched: dict[int, list[dict[str, Any]]] = {}
        for number, ones in candidates.items():
            matches = [*self._of_people(rows[number], ones, people, common), *_of_rows(rows[number], ones, rows, common)]
            if matches:
                matched[number] = sorted(matches, key=_likeliest_first)
        written = self._written(matched)
        for number, matches in matched.items():
            is_certain = matches[0]["level"] == Level.CERTAIN.value
            outcome = RowOutcome.CERTAIN if is_certain else RowOutcome.POSSIBLE
            yield FoundRow(number, outcome, written[number], matches=matches[:MOST_MATCHES])

    def _record(self, number: int) -> Record:
        return record_of_facts(RowFacts.of(json.loads(self.stated[number])[1]), self.today)

    def _of_people(
        self, record: Record, ones: Candidates, people: Mapping[UUID, tuple[UUID, Record]], common: Common
    ) -> Iterator[dict[str, Any]]:
        for person_id in ones.people:
            office_id, against = people[person_id]
            compared = _weighed(record, against, common)
            # Whom the reader may not see cannot be told to be the same beyond doubt.
            level = compared.level if office_id == self.brought.office_id or compared.level is None else Level.POSSIBLE
            if level is not None:
                yield {"person_id": str(person_id), "level": level.value, "score": round(compared.score, 4)}

    def _written(self, numbers: Collection[int]) -> Mapping[int, dict[str, str]]:
        if not numbers:
            return {}
        columns = self.brought.columns
        return {
            number: {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
            for number, cells in numbered_lines(self.brought.id, PieceKind.ROWS, self.piece)
            if number in numbers
        }


def _of_rows(record: Record, ones: Candidates, rows: Mapping[int, Record], common: Common) -> Iterator[dict[str, Any]]:
    for number in ones.rows:
        compared = _weighed(record, rows[number], common)
        if compared.level is not None:
            yield {"row": number, "level": compared.level.value, "score": round(compared.score, 4)}


def _weighed(record: Record, other: Record, common: Common) -> Comparison:
    return weigh(record, other, frequencies=common.frequencies, among=common.among)


def _likeliest_first(match: Mapping[str, Any]) -> tuple[bool, float, str]:
    return match["level"] != Level.CERTAIN.value, -match["score"], str(match)
