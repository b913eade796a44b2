"""Pieces of an import as the jobs take them, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import db
from app.imports.enums import PieceKind
from app.imports.models import ImportPiece


@dataclass(frozen=True)
class Progress:
    """How many rows are read, checked, compared and entered so far; ``pieces`` were brought."""

    read: int
    checked: int
    compared: int
    entered: int
    to_enter: int


def take_piece(import_id: UUID, waiting: sa.ColumnElement[bool], kind: PieceKind = PieceKind.ROWS) -> ImportPiece | None:
    """The next piece that waits and that nobody has in hand, locked."""
    return next(iter(take_pieces(import_id, waiting, kind, most=1)), None)


def take_pieces(
    import_id: UUID, waiting: sa.ColumnElement[bool], kind: PieceKind = PieceKind.ROWS, *, most: int
) -> Sequence[ImportPiece]:
    """The same of several pieces."""
    select = (
        sa.select(ImportPiece)
        .where(ImportPiece.import_id == import_id, ImportPiece.kind == kind, waiting)
        .order_by(ImportPiece.number)
        .limit(most)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(select).all()


def has_left(import_id: UUID, waiting: sa.ColumnElement[bool], kind: PieceKind = PieceKind.ROWS) -> bool:
    """Whether any piece waits, also one that somebody has in hand."""
    left = sa.exists().where(ImportPiece.import_id == import_id, ImportPiece.kind == kind, waiting)
    return bool(db.session.scalar(sa.select(left)))


def count_pieces(import_id: UUID, kind: PieceKind, waiting: sa.ColumnElement[bool] | None = None) -> int:
    """How many there are, or only those that wait."""
    wanted = sa.true() if waiting is None else waiting
    select = sa.select(sa.func.count()).where(ImportPiece.import_id == import_id, ImportPiece.kind == kind, wanted)
    return db.session.scalar(select) or 0


def progress_of(import_id: UUID) -> Progress:
    of = sa.func.sum(ImportPiece.row_count)
    is_row, is_fact = ImportPiece.kind == PieceKind.ROWS, ImportPiece.kind == PieceKind.FACTS
    select = sa.select(
        of.filter(is_row),
        of.filter(is_row, ImportPiece.checked_at.is_not(None)),
        of.filter(is_row, ImportPiece.compared_at.is_not(None)),
        of.filter(is_fact, ImportPiece.entered_at.is_not(None)),
        of.filter(is_fact),
    ).where(ImportPiece.import_id == import_id)
    return Progress(*(int(count or 0) for count in db.session.execute(select).one()))
