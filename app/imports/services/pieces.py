"""Pieces of a file: packed, then sealed under the key of the import."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import db
from app.foundation.encryption import Place, SealBroken, open_for, seal_for
from app.foundation.ids import new_id
from app.imports.enums import PieceKind
from app.imports.models import ImportPiece, PeopleImport

QUICKLY = 1
"""Level of packing: half of what the best saves, at a tenth of its time."""


def keep_piece(
    brought: PeopleImport,
    kind: PieceKind,
    number: int,
    content: bytes,
    *,
    row_count: int = 0,
    child_numbers: Sequence[int] = (),
) -> None:
    piece_id = new_id()
    sealed = seal_for(brought.id, Place("import_piece", "content", piece_id), zlib.compress(content, QUICKLY))
    row = {
        "id": piece_id, "import_id": brought.id, "office_id": brought.office_id, "kind": kind, "number": number,
        "row_count": row_count, "child_numbers": list(child_numbers), "content": sealed, "entered_count": 0,
    }  # fmt: skip
    db.session.execute(sa.insert(ImportPiece).values(row))


def open_piece(import_id: UUID, kind: PieceKind, number: int) -> bytes:
    """
    Raises:
        SealBroken: it is gone, was changed, or the import was thrown away.
    """
    found = db.session.execute(
        sa.select(ImportPiece.id, ImportPiece.content).where(
            ImportPiece.import_id == import_id, ImportPiece.kind == kind, ImportPiece.number == number
        )
    ).one_or_none()
    content = found and open_for(import_id, Place("import_piece", "content", found.id), found.content)
    if content is None:
        raise SealBroken(f"import_piece {kind.value} {number} is gone")
    return zlib.decompress(content)


def numbered_lines(import_id: UUID, kind: PieceKind, number: int) -> Iterator[tuple[int, Any]]:
    """The rows of a piece by their number."""
    for line in open_piece(import_id, kind, number).splitlines():
        row_number, content = json.loads(line)
        yield row_number, content
