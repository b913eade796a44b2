"""Comparing checked rows with the people of the country and with earlier rows: who has keys in common is joined in SQL, pairs
are weighed like any other (``app/people/matching``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.jobs import enqueue
from app.imports import jobs, queries
from app.imports.enums import ImportStatus, PieceKind, RowOutcome
from app.imports.lifecycle import IMPORT
from app.imports.models import ImportCandidate, ImportKeys, ImportPiece, ImportRow, PeopleImport
from app.imports.queries.candidates import WRITE_CANDIDATES, people_compared, stage_keys
from app.imports.rows import RowFacts, record_of_facts
from app.imports.services.pieces import numbered_lines
from app.imports.services.reading import HELPERS
from app.imports.services.rows import FoundRow, write_rows
from app.people.matching import Comparison, Frequencies, Level, Record, weigh

MOST_MATCHES = 5
"""Of one row that are shown: whoever has more has a name that says little."""
KEYS_IN_COMMON = 3
"""Fewer, unless a document or a phone is among them, make no match of it (docs/adr/0029-import.md has the figures)."""
PIECES_AT_A_TIME = 10


@dataclass(frozen=True)
class Compared:
    """What rows of one import are weighed with.

    Attributes:
        frequencies: how common names are among the people of the country.
        among: how many people and rows each is found among.
    """

    frequencies: Frequencies
    among: int


def find_candidates(actor: Actor, import_id: UUID) -> bool:
    """Write down whom each row has to be compared with, all at once; False when it was done or is being done."""
    brought = queries.take_checked_import(actor, import_id)
    if brought is None:
        return False
    country = brought.office.country
    db.session.execute(sa.text("SET LOCAL work_mem = '96MB'"))
    stage_keys(import_id, country)
    count = queries.count_pieces(import_id, PieceKind.FACTS)
    for first in range(0, count, PIECES_AT_A_TIME):
        within = {"first": first, "last": first + PIECES_AT_A_TIME - 1, "shared": KEYS_IN_COMMON}
        db.session.execute(WRITE_CANDIDATES, {"import_id": import_id, "office_id": brought.office_id, **within})
    brought.compared_at = now()
    for helper in range(1, min(HELPERS, count)):
        enqueue(jobs.CHECK, actor=actor, import_id=import_id, helper=helper)
    return True


def compare_next_piece(actor: Actor, import_id: UUID, compared: Compared) -> bool:
    """Weigh the rows of a piece that nobody has in hand; False when there is none left."""
    is_waiting = sa.and_(ImportPiece.checked_at.is_not(None), ImportPiece.compared_at.is_(None))
    piece = queries.take_piece(import_id, is_waiting)
    if piece is None:
        return False
    brought = queries.get_brought(actor, import_id)
    comparing = _Comparing(brought, piece.number, compared)
    write_rows(brought, piece.number, comparing.found())
    piece.compared_at = now()
    return True


def offer_for_review(actor: Actor, import_id: UUID) -> None:
    """When every piece is compared, the import waits for somebody to look at it."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.CHECKING or queries.has_uncompared_piece(import_id):
        return
    brought.status = IMPORT.target("offer", ImportStatus(brought.status))
    brought.error_count = queries.count_outcome(import_id, RowOutcome.ERROR)
    db.session.execute(sa.delete(ImportCandidate).where(ImportCandidate.import_id == import_id))


@dataclass
class _Comparing:
    """One piece on its way: its rows, and those they are compared with."""

    brought: PeopleImport
    piece: int
    compared: Compared

    def found(self) -> Iterator[FoundRow]:
        candidates = self._candidates()
        if not candidates:
            return
        facts = {number: RowFacts(**_tuples(stated)) for number, stated in numbered_lines(self.brought.id, PieceKind.FACTS, self.piece)}
        written = self._written(set(candidates))
        people = people_compared({one.person_id for ones in candidates.values() for one in ones if one.person_id})
        others = self._other_rows(facts, {one.other_number for ones in candidates.values() for one in ones if one.other_number})
        today = self.today
        for number, ones in candidates.items():
            record = record_of_facts(facts[number], today)
            matches = [
                match
                for one in ones
                if (match := self._weighed(record, one, people, others)) is not None
            ]
            matches.sort(key=lambda match: (-float(match["score"]), str(match)))
            if matches:
                outcome = RowOutcome.CERTAIN if any(match["level"] == Level.CERTAIN.value for match in matches) else RowOutcome.POSSIBLE
                yield FoundRow(number, outcome, written[number], matches=matches[:MOST_MATCHES])
