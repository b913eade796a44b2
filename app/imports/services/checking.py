"""Checking rows piece by piece, each in a transaction of its own: done wholly or not at all, by whichever worker comes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.database import db
from app.foundation.staging import insert_rows
from app.imports import queries
from app.imports.enums import PieceKind, RowOutcome
from app.imports.models import ImportEntry, ImportKeys, ImportPiece, PeopleImport
from app.imports.rows import CheckedRow, Lists, RowChecker, RowFacts, digest_of, is_child, record_of_facts
from app.imports.services.pieces import keep_piece, numbered_lines
from app.imports.services.rows import FoundRow, write_rows
from app.people.matching import match_and_strong_keys


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row that can be registered: what it states, the same packed, by what it is known again, and as it was written."""

    facts: RowFacts
    packed: bytes
    digest: bytes
    written: Mapping[str, str]


@dataclass
class _Piece:
    """The rows of one piece, told apart."""

    found: list[FoundRow] = field(default_factory=list)
    ready: dict[int, _Ready] = field(default_factory=dict)


def check_next_piece(actor: Actor, import_id: UUID, checker: RowChecker) -> bool:
    """Check the rows of a piece that nobody has in hand; False when there is none left."""
    piece = queries.take_piece(import_id, ImportPiece.checked_at.is_(None))
    if piece is None:
        return False
    brought = queries.get_brought(actor, import_id)
    rows = _told_apart(import_id, piece.number, checker)
    _leave_out_repeated(brought, rows)
    write_rows(brought, piece.number, rows.found)
    content = b"\n".join(b"[%d,%s]" % (number, row.packed) for number, row in rows.ready.items())
    children = [number for number, row in rows.ready.items() if is_child(row.facts, checker.today)]
    keep_piece(brought, PieceKind.FACTS, piece.number, content, row_count=len(rows.ready), child_numbers=children)
    columns = ("import_id", "office_id", "number", "piece", "keys", "strong", "digest")
    insert_rows(ImportKeys, columns, _keys(brought, piece.number, checker, rows))
    piece.checked_at = now()
    return True


def checker_of(actor: Actor, brought: PeopleImport) -> RowChecker:
    """What the rows of an import are checked with; the same for all its pieces."""
    office = brought.office
    lists = Lists.for_office(actor, office.country)
    return RowChecker(brought.columns, brought.defaults, lists, office.country, today_in(office.time_zone))


def _told_apart(import_id: UUID, number: int, checker: RowChecker) -> _Piece:
    rows = _Piece()
    for row_number, cells in numbered_lines(import_id, PieceKind.ROWS, number):
        checked: CheckedRow = checker.check(cells)
        if checked.facts is None:
            faults = [(column, fault.value) for column, fault in checked.faults]
            rows.found.append(FoundRow(row_number, RowOutcome.ERROR, checked.written, faults))
        else:
            packed = checked.facts.packed()
            rows.ready[row_number] = _Ready(checked.facts, packed, digest_of(packed), checked.written)
    return rows


def _leave_out_repeated(brought: PeopleImport, rows: _Piece) -> None:
    """What this office imported before is not imported once more."""
    known = _known_digests(brought, [row.digest for row in rows.ready.values()])
    for number, row in list(rows.ready.items()):
        if (earlier := known.get(row.digest)) is not None:
            del rows.ready[number]
            rows.found.append(FoundRow(number, RowOutcome.REPEATED, row.written, matches=[{"import_id": str(earlier)}]))


def _known_digests(brought: PeopleImport, digests: Collection[bytes]) -> Mapping[bytes, UUID]:
    """With which import they came."""
    entered = sa.select(ImportEntry.digest, ImportEntry.import_id).where(
        ImportEntry.office_id == brought.office_id, ImportEntry.digest == sa.any_(sa.literal(list(digests), _BYTES))
    )
    return dict(db.session.execute(entered).all())


def _keys(brought: PeopleImport, piece: int, checker: RowChecker, rows: _Piece) -> Iterator[tuple[Any, ...]]:
    for number, row in rows.ready.items():
        keys, strong = match_and_strong_keys(record_of_facts(row.facts, checker.today))
        yield brought.id, brought.office_id, number, piece, _array(keys), _array(strong), row.digest


def _array(numbers: Iterable[int]) -> str:
    """In their order, as PostgreSQL writes arrays: much cheaper to copy than a list."""
    return f"{{{','.join(map(str, sorted(numbers)))}}}"


_BYTES = sa.ARRAY(sa.LargeBinary)
