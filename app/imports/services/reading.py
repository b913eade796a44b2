"""Taking a file apart into pieces of rows. The steps of one job: killed after any of them, the next one begins anew."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.jobs import enqueue
from app.imports import jobs, queries
from app.imports.columns import NAMES, columns_of, corrected_code
from app.imports.enums import Fault, ImportStatus, PieceKind
from app.imports.lifecycle import IMPORT
from app.imports.models import ImportPiece, PeopleImport
from app.imports.reading import Tail, Unreadable
from app.imports.services.pieces import keep_piece, open_piece

ROWS_IN_A_PIECE = 5_000
HELPERS = 2
"""Processes that check one import at a time, where the workers are so many."""


def begin_reading(actor: Actor, import_id: UUID) -> PeopleImport | None:
    """Take the file in hand, without what an earlier, interrupted reading left; None when there is nothing (more) to read."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or not IMPORT.allows("read", ImportStatus(brought.status)):
        return None
    brought.status = IMPORT.target("read", ImportStatus(brought.status))
    _forget(import_id, PieceKind.ROWS)
    return brought


def read_part(import_id: UUID, number: int) -> bytes:
    """One part of the file as it came."""
    return open_piece(import_id, PieceKind.ORIGINAL, number)


def keep_heading(actor: Actor, import_id: UUID, cells: Sequence[str]) -> None:
    """Understand which column holds what.

    Raises:
        Unreadable: a column is not known or stands twice, or none holds names.
    """
    columns = columns_of(cells)
    if not any(columns):
        raise Unreadable(Fault.NO_COLUMNS, columns=[cell for cell in cells if cell])
    unknown = [cell for cell, column in zip(cells, columns, strict=True) if column is None]
    if unknown:
        raise Unreadable(Fault.COLUMNS_UNKNOWN, columns=unknown)
    known = [column for column in columns if column]
    twice = [cell for cell, column in zip(cells, columns, strict=True) if column and known.count(column) > 1]
    if twice:
        raise Unreadable(Fault.COLUMN_TWICE, columns=twice)
    if not set(NAMES).intersection(known):
        raise Unreadable(Fault.NO_NAME_COLUMN)
    brought = queries.lock_import(actor, import_id)
    if brought is not None:
        brought.columns = [column or "" for column in columns]
        brought.corrects_id = queries.find_corrected_import(brought, corrected_code(cells))


def keep_lines(actor: Actor, import_id: UUID, number: int, lines: Sequence[bytes]) -> bool:
    """Keep a piece of rows; False when the import was discarded meanwhile."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.READING:
        return False
    keep_piece(brought, PieceKind.ROWS, number, b"".join(lines), row_count=len(lines))
    return True


def finish_reading(actor: Actor, import_id: UUID, tail: Tail) -> None:
    """The rows are kept, the file as it came is let go; the checking is asked for.

    Raises:
        Unreadable: there is nobody in the file.
    """
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.READING:
        return
    if tail.rows == 0:
        raise Unreadable(Fault.NO_ROWS)
    brought.row_count, brought.blank_count = tail.rows, tail.blanks
    brought.status = IMPORT.target("check", ImportStatus(brought.status))
    _forget(import_id, PieceKind.ORIGINAL)
    for helper in range(min(HELPERS, -(-tail.rows // ROWS_IN_A_PIECE))):
        enqueue(jobs.CHECK, actor=actor, import_id=import_id, helper=helper)


def _forget(import_id: UUID, kind: PieceKind) -> None:
    db.session.execute(sa.delete(ImportPiece).where(ImportPiece.import_id == import_id, ImportPiece.kind == kind))
