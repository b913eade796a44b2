"""Registering the people of a confirmed import piece by piece, each in a transaction of its own.

Codes are given out for all pieces beforehand, so that two workers never wait for each other; what was entered by another import
meanwhile is left out before the first piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.foundation.jobs import enqueue
from app.foundation.staging import insert_rows
from app.imports import jobs, queries
from app.imports.enums import Decision, ImportStatus, PieceKind, RowOutcome
from app.imports.lifecycle import IMPORT
from app.imports.models import ImportEntry, ImportKeys, ImportPiece, ImportRow, PeopleImport
from app.imports.rows import RowFacts
from app.imports.services.pieces import numbered_lines
from app.imports.services.reading import HELPERS
from app.people.services import Registration, next_person_numbers, register_many

IS_UNPLANNED = ImportPiece.first_number.is_(None)
IS_UNENTERED = sa.and_(ImportPiece.first_number.is_not(None), ImportPiece.entered_at.is_(None))


def prepare_entering(actor: Actor, import_id: UUID) -> bool:
    """Leave out what was imported meanwhile and give out the codes, once; False when there is nothing to enter."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.IMPORTING:
        return False
    if not queries.has_left(import_id, IS_UNPLANNED, PieceKind.FACTS):
        return True
    db.session.execute(LEAVE_OUT_REPEATED, {"import_id": import_id, "decided_at": now()})
    counts = _counts_by_piece(import_id)
    first = next_person_numbers(brought.office, sum(counts.values())) if any(counts.values()) else 1
    for number, count in sorted(counts.items()):
        of_piece = sa.and_(ImportPiece.import_id == import_id, ImportPiece.kind == PieceKind.FACTS, ImportPiece.number == number)
        db.session.execute(sa.update(ImportPiece).where(of_piece).values(first_number=first))
        first += count
    for helper in range(1, min(HELPERS, len(counts))):
        enqueue(jobs.ENTER, actor=actor, import_id=import_id, helper=helper)
    return True


def enter_next_piece(actor: Actor, import_id: UUID) -> bool:
    """Register the people of a piece that nobody has in hand; False when there is none left."""
    piece = queries.take_piece(import_id, IS_UNENTERED, PieceKind.FACTS)
    if piece is None or piece.first_number is None:
        return False
    brought = queries.get_brought(actor, import_id)
    rows = _rows_to_register(import_id, piece.number)
    kept = _keys_and_digests(import_id, piece.number)
    people = {number: Registration(new_id(), facts.person, facts.document, kept[number][0]) for number, facts in rows.items()}
    register_many(
        actor,
        brought.office,
        list(people.values()),
        registered_by=brought.confirmed_by or brought.uploaded_by,
        first_number=piece.first_number,
        source=f"import:{import_id}",
    )
    _write_entries(brought, {number: (one.person_id, kept[number][1]) for number, one in people.items()})
    piece.entered_at, piece.entered_count = now(), len(people)
    return True


def finish_entering(actor: Actor, import_id: UUID) -> None:
    """Once every piece is entered: the balance, and nothing of the file is kept but its errors, to be corrected."""
    brought = queries.lock_import(actor, import_id)
    if brought is None or brought.status != ImportStatus.IMPORTING:
        return
    if queries.has_left(import_id, ImportPiece.entered_at.is_(None), PieceKind.FACTS):
        return
    counts = queries.counts_of(brought)
    entered = sa.select(sa.func.sum(ImportPiece.entered_count)).where(ImportPiece.import_id == import_id)
    brought.registered_count, brought.left_out_count = db.session.scalar(entered) or 0, counts.left_out
    brought.child_count = queries.children_to_register(brought).count
    brought.status = IMPORT.target("finish", ImportStatus(brought.status))
    brought.ended_at = now()
    for model in (ImportPiece, ImportKeys):
        db.session.execute(sa.delete(model).where(model.import_id == import_id))
    db.session.execute(sa.update(ImportRow).where(ImportRow.import_id == import_id).values(matches=[]))
    audit.record(
        actor,
        "import:finished",
        subject_type="import",
        subject_id=brought.id,
        office_id=brought.office_id,
        count=brought.registered_count,
    )


def _counts_by_piece(import_id: UUID) -> Mapping[int, int]:
    """How many people each piece will register."""
    facts = sa.select(ImportPiece.number, ImportPiece.row_count).where(
        ImportPiece.import_id == import_id, ImportPiece.kind == PieceKind.FACTS
    )
    not_registered = (
        sa.select(ImportRow.piece, sa.func.count())
        .where(ImportRow.import_id == import_id, ImportRow.number.in_(_numbers_of_facts(import_id)), _IS_KEPT_OUT)
        .group_by(ImportRow.piece)
    )
    kept_out = dict(db.session.execute(not_registered).all())
    return {number: count - kept_out.get(number, 0) for number, count in db.session.execute(facts)}


def _numbers_of_facts(import_id: UUID) -> sa.Select[int]:
    """Rows that could be registered; those with errors, or imported before they were checked, have no keys."""
    return sa.select(ImportKeys.number).where(ImportKeys.import_id == import_id)


def _rows_to_register(import_id: UUID, piece: int) -> Mapping[int, RowFacts]:
    decided = queries.rows_of_piece(import_id, piece)
    return {
        number: RowFacts.of(stated)
        for number, stated in numbered_lines(import_id, PieceKind.FACTS, piece)
        if decided.get(number, Decision.REGISTER) is Decision.REGISTER
    }


def _keys_and_digests(import_id: UUID, piece: int) -> Mapping[int, tuple[str, bytes]]:
    """By row, its keys as PostgreSQL writes an array, and by what it is known again."""
    of_piece = ImportKeys.import_id == import_id, ImportKeys.piece == piece
    select = sa.select(ImportKeys.number, sa.cast(ImportKeys.keys, sa.Text), ImportKeys.digest).where(*of_piece)
    return {number: (keys, digest) for number, keys, digest in db.session.execute(select)}


def _write_entries(brought: PeopleImport, people: Mapping[int, tuple[UUID, bytes]]) -> None:
    columns = ("import_id", "office_id", "number", "person_id", "scope_id", "digest")
    insert_rows(
        ImportEntry,
        columns,
        (
            (brought.id, brought.office_id, number, person_id, brought.office_id, digest)
            for number, (person_id, digest) in people.items()
        ),
    )


_IS_KEPT_OUT = sa.or_(ImportRow.decision.is_(None), ImportRow.decision != Decision.REGISTER)

# What another import of this office registered since the rows were checked. Who was said to be registered all the same, is.
LEAVE_OUT_REPEATED = sa.text(
    f"""INSERT INTO import_row (import_id, office_id, number, piece, outcome, faults, matches, decision, decided_at)
    SELECT DISTINCT ON (row.number) row.import_id, row.office_id, row.number, row.piece, '{RowOutcome.REPEATED.value}',
        '[]'::jsonb, '[]'::jsonb, '{Decision.LEAVE_OUT.value}', cast(:decided_at AS timestamptz)
    FROM import_keys AS row
    JOIN import_entry AS entry ON entry.office_id = row.office_id AND entry.digest = row.digest
    WHERE row.import_id = :import_id
    ON CONFLICT (import_id, number) DO NOTHING"""  # noqa: S608 - words of our own
)
