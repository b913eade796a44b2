"""Comparing checked rows with the people of the country and with earlier rows of the file.

Who has keys in common is joined in SQL for all rows at once; the pairs are weighed like any other (``app/people/matching``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.jobs import enqueue
from app.imports import jobs, queries
from app.imports.enums import ImportStatus, PieceKind, RowOutcome
from app.imports.lifecycle import IMPORT
from app.imports.models import ImportCandidate, ImportPiece, PeopleImport
from app.imports.rows import RowFacts, record_of_facts
from app.imports.services.pieces import numbered_lines, open_piece
from app.imports.services.reading import HELPERS
from app.imports.services.rows import FoundRow, write_rows
from app.people.matching import Frequencies, Level, Record, weigh

MOST_MATCHES = 5
"""Of one row that are shown: who has more has a name that says little."""
KEYS_IN_COMMON = 3
"""With fewer, and neither document nor phone among them, next to none is a match (docs/adr/0029-import.md has the figures)."""
PIECES_AT_A_TIME = 10
IS_UNCHECKED = ImportPiece.checked_at.is_(None)
IS_UNCOMPARED = ImportPiece.compared_at.is_(None)


@dataclass(frozen=True)
class Common:
    """How common names are where rows are compared, and among how many."""

    frequencies: Frequencies
    among: int


def common_of(actor: Actor, import_id: UUID) -> Common | None:
    """What rows are weighed with; None while somebody else still looks for whom to compare, or nothing is to be compared."""
    brought = queries.get_brought(actor, import_id)
    if brought.compared_at is None or not queries.has_left(import_id, IS_UNCOMPARED):
        return None
    frequencies = queries.find_frequencies(brought.office.country)
    return Common(frequencies, frequencies.people + brought.row_count)


def find_candidates(actor: Actor, import_id: UUID) -> None:
    """Write down whom each row has to be compared with, once all are checked; nothing where another worker does it."""
    brought = queries.take_checked_import(actor, import_id)
    if brought is None or queries.has_left(import_id, IS_UNCHECKED):
        return
    db.session.execute(sa.text("SET LOCAL work_mem = '96MB'"))
    queries.stage_keys(import_id, brought.office.country)
    count = queries.count_pieces(import_id, PieceKind.ROWS)
    for first in range(0, count, PIECES_AT_A_TIME):
        pieces = first, first + PIECES_AT_A_TIME - 1
        queries.write_candidates(import_id, brought.office_id, pieces=pieces, shared=KEYS_IN_COMMON)
    brought.compared_at = now()
    for helper in range(1, min(HELPERS, count)):
        enqueue(jobs.CHECK, actor=actor, import_id=import_id, helper=helper)


def compare_next_piece(actor: Actor, import_id: UUID, common: Common) -> bool:
    """Weigh the rows of a piece that nobody has in hand; False when there is none left."""
    piece = queries.take_piece(import_id, sa.and_(ImportPiece.checked_at.is_not(None), IS_UNCOMPARED))
    if piece is None:
        return False
    brought = queries.get_brought(actor, import_id)
    candidates = _candidates(import_id, piece.number)
    if candidates:
        found = _Comparing(brought, piece.number, common, today_in(brought.office.time_zone)).found(candidates)
        write_rows(brought, piece.number, found)
    piece.compared_at = now()
    return True


def offer_for_review(actor: Actor, import_id: UUID) -> None:
    """Once every piece is compared, the import waits for somebody to look at it."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.CHECKING or queries.has_left(import_id, IS_UNCOMPARED):
        return
    brought.status = IMPORT.target("offer", ImportStatus(brought.status))
    brought.error_count = queries.counts_of(brought).errors
    db.session.execute(sa.delete(ImportCandidate).where(ImportCandidate.import_id == import_id))


Candidates = Mapping[int, Sequence[tuple[UUID | None, int | None]]]
"""By number of the row: ids of people, or numbers of earlier rows."""


def _candidates(import_id: UUID, piece: int) -> Candidates:
    columns = ImportCandidate.number, ImportCandidate.person_id, ImportCandidate.other_number
    select = sa.select(*columns).where(ImportCandidate.import_id == import_id, ImportCandidate.piece == piece)
    found: dict[int, list[tuple[UUID | None, int | None]]] = defaultdict(list)
    for number, person_id, other in db.session.execute(select):
        found[number].append((person_id, other))
    return found


@dataclass(frozen=True)
class _Comparing:
    """One piece with what its rows are weighed with."""

    brought: PeopleImport
    piece: int
    common: Common
    today: date

    def found(self, candidates: Candidates) -> Iterator[FoundRow]:
        """The rows that may be somebody else's, with whose."""
        everybody = [one for ones in candidates.values() for one in ones]
        people = queries.people_compared({person_id for person_id, _other in everybody if person_id})
        rows = self._records({*candidates, *(other for _person_id, other in everybody if other)})
        matched: dict[int, list[dict[str, Any]]] = {}
        for number, ones in candidates.items():
            if matches := self._matches(rows[number], ones, people, rows):
                matched[number] = matches
        written = self._written(matched)
        for number, matches in matched.items():
            is_certain = any(match["level"] == Level.CERTAIN.value for match in matches)
            yield FoundRow(
                number, RowOutcome.CERTAIN if is_certain else RowOutcome.POSSIBLE, written[number], matches=matches[:MOST_MATCHES]
            )

    def _matches(
        self,
        record: Record,
        ones: Sequence[tuple[UUID | None, int | None]],
        people: Mapping[UUID, tuple[UUID, Record]],
        rows: Mapping[int, Record],
    ) -> list[dict[str, Any]]:
        found = []
        for person_id, other in ones:
            office_id, against = people[person_id] if person_id else (None, rows[other or 0])
            compared = weigh(record, against, frequencies=self.common.frequencies, among=self.common.among)
            if compared.level is None:
                continue
            # Whom the reader may not see cannot be told to be the same beyond doubt.
            is_ours = office_id in {None, self.brought.office_id}
            level = compared.level if is_ours else Level.POSSIBLE
            named = {"person_id": str(person_id)} if person_id else {"row": other}
            found.append({**named, "level": level.value, "score": round(compared.score, 4)})
        return sorted(found, key=lambda match: (match["level"] != Level.CERTAIN.value, -match["score"], str(match)))

    def _records(self, numbers: Collection[int]) -> Mapping[int, Record]:
        """What is compared of rows of this and of earlier pieces; each piece is opened once."""
        found: dict[int, Record] = {}
        for piece in range(self.piece + 1):
            for line in open_piece(self.brought.id, PieceKind.FACTS, piece).splitlines():
                number = int(line[1 : line.index(b",")])
                if number in numbers:
                    found[number] = record_of_facts(RowFacts.of(json.loads(line)[1]), self.today)
        return found

    def _written(self, numbers: Collection[int]) -> Mapping[int, dict[str, str]]:
        columns = self.brought.columns
        return {
            number: {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
            for number, cells in numbered_lines(self.brought.id, PieceKind.ROWS, self.piece)
            if number in numbers
        }
