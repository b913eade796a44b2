"""Bringing a file: kept as it came, sealed, in one transaction with the row that tells of it; the rest is done by jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO
from uuid import UUID

from app.accounts.models import Office
from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.encryption import fingerprint
from app.foundation.jobs import enqueue
from app.foundation.numbering import next_number
from app.foundation.turns import wait_for_turn
from app.imports import jobs, policies, queries
from app.imports.enums import PieceKind, TableFormat
from app.imports.lifecycle import IMPORT
from app.imports.models import PeopleImport
from app.imports.services.ending import discard_import
from app.imports.services.pieces import keep_piece

KEPT_FOR = timedelta(days=14)
"""Then everything taken from the file is thrown away, confirmed or not."""
PART = 1024 * 1024
DIGEST = "people_import.file"
BEGINS_WORKBOOK = (b"PK", b"\xd0\xcf")
"""XLSX is a ZIP; the other begins the old format and one with a password, which the reading then explains."""


@dataclass(frozen=True)
class NewFile:
    """A file as it was sent.

    Attributes:
        content: can be read from its beginning as often as is needed.
        defaults: column -> code, for cells that are empty.
        language: ISO 639-1 of who brings it.
    """

    office_id: UUID
    content: IO[bytes]
    defaults: Mapping[str, str]
    language: str


@dataclass(frozen=True)
class Brought:
    """The import of a file that was sent.

    Attributes:
        is_new: whether it was made now; else the very same file was brought before.
        in_place_of: code of the import of the same file that was thrown away for it.
    """

    row: PeopleImport
    is_new: bool
    in_place_of: str | None = None


def bring_file(actor: Actor, new: NewFile) -> Brought:
    """Keep a file for an office and ask for its reading.

    The same file once more leads to the import that it has, and changes nothing; unless it brings other answers for empty
    cells and nobody is registered by it yet: then it takes the place of that one.

    Raises:
        NotAllowed: the actor brings in nobody at this office.
    """
    policies.check_can_import_at(actor, new.office_id)
    wait_for_turn(f"import:{new.office_id}")
    digest = fingerprint(DIGEST, _digest_of(new.content))
    earlier = queries.find_same_file(actor, new.office_id, digest)
    if earlier is not None and not _replaces(new, earlier):
        return Brought(earlier, is_new=False)
    if earlier is not None:
        discard_import(actor, earlier.id)
    brought = _row(actor, new, digest)
    db.session.add(brought)
    db.session.flush()
    size = 0
    for number, part in enumerate(_parts(new.content)):
        keep_piece(brought, PieceKind.ORIGINAL, number, part)
        size += len(part)
    brought.size = size
    audit.record(actor, "import:uploaded", subject_type="import", subject_id=brought.id, office_id=brought.office_id)
    enqueue(jobs.READ, actor=actor, import_id=brought.id)
    return Brought(brought, is_new=True, in_place_of=earlier.code if earlier else None)


def _replaces(new: NewFile, earlier: PeopleImport) -> bool:
    """A file sent with fewer answers than before says nothing against them."""
    says_more = any(earlier.defaults.get(column) != code for column, code in new.defaults.items())
    return says_more and policies.can_discard(earlier)


def _row(actor: Actor, new: NewFile, digest: bytes) -> PeopleImport:
    office = db.session.get_one(Office, new.office_id)
    begins = next(_parts(new.content), b"")[:2]
    return PeopleImport(
        code=f"{office.code}-I-{next_number(f'import:{office.code}'):04d}",
        office=office,
        office_id=office.id,
        status=IMPORT.target("upload", None),
        format=TableFormat.XLSX if begins in BEGINS_WORKBOOK else TableFormat.CSV,
        size=0,
        file_digest=digest,
        defaults=dict(new.defaults),
        language=new.language,
        uploaded_by=actor.id,
        due_at=now() + KEPT_FOR,
    )


def _digest_of(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for part in _parts(content):
        digest.update(part)
    return digest.hexdigest()


def _parts(content: IO[bytes]) -> Iterator[bytes]:
    content.seek(0)
    while part := content.read(PART):
        yield part
