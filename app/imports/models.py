"""What is kept of an import: its file and rows in sealed pieces, what was found about rows, and who came of which row."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office, User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import KeyOwner, Place, SealedAnswers
from app.imports.enums import Decision, Fault, ImportStatus, PieceKind, RowOutcome, TableFormat


def _of_import() -> sa.ForeignKeyConstraint:
    """The import together with its office, by which row-level security decides."""
    return sa.ForeignKeyConstraint(["import_id", "office_id"], ["people_import.id", "people_import.office_id"])


class PeopleImport(Base, KeyOwner):
    """One file of people brought in at one office. Its key opens everything that was taken from the file."""

    key_kind = "import"
    __tablename__ = "people_import"
    __table_args__ = (
        sa.UniqueConstraint("id", "office_id"),
        sa.Index(
            "uq_people_import_same_file",
            "office_id",
            "file_digest",
            unique=True,
            postgresql_where=sa.text("status NOT IN ('failed', 'discarded', 'expired')"),
        ),
        sa.Index("ix_people_import_office_uploaded", "office_id", "uploaded_at"),
        sa.Index("ix_people_import_corrects_id", "corrects_id", postgresql_where=sa.text("corrects_id IS NOT NULL")),
        sa.CheckConstraint("(status = 'failed') = (fault IS NOT NULL)", name="failed_for_a_reason"),
        sa.CheckConstraint(
            "status <> 'finished' OR row_count = registered_count + left_out_count + error_count", name="finished_balances"
        ),
    )

    code: Mapped[str] = public(unique=True)
    """``CUC-I-0007``: office and running number."""
    office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    status: Mapped[ImportStatus] = public(enum_text(ImportStatus, name="status"), default=ImportStatus.UPLOADED)
    format: Mapped[TableFormat] = public(enum_text(TableFormat, name="format"))
    size: Mapped[int] = public(sa.BigInteger)
    """Bytes of the file."""
    file_digest: Mapped[bytes] = identity(sa.LargeBinary)
    """Keyed fingerprint of the whole file: the same file is known again, and nothing else can be told from it."""
    defaults: Mapped[dict[str, Any]] = case_fact(default=dict)
    """Column -> code, for cells that are empty."""
    columns: Mapped[list[str]] = public(default=list)
    """What stands in each column of the file, from the left; empty for one that is not read."""
    language: Mapped[str] = public(sa.String(2))
    """ISO 639-1 of who brought the file: the language of the lists made from it."""
    row_count: Mapped[int] = public(default=0)
    blank_count: Mapped[int] = public(default=0)
    """Lines of the file without anything in them; they are no rows."""
    error_count: Mapped[int] = public(default=0)
    registered_count: Mapped[int] = public(default=0)
    left_out_count: Mapped[int] = public(default=0)
    child_count: Mapped[int] = public(default=0)
    """Of those registered, how many were under 18: a file has no families, so each of them came in alone."""
    corrects_id: Mapped[UUID | None] = public(sa.ForeignKey("people_import.id"))
    """The import whose errors this file corrects: its list of errors came back, or its rows did."""
    fault: Mapped[Fault | None] = public(enum_text(Fault, name="fault"))
    fault_detail = SealedAnswers(identity, under="id")
    """Which columns or which row, as they stand in the file."""
    uploaded_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    uploaded_at: Mapped[datetime] = public(default=now)
    due_at: Mapped[datetime] = public()
    """When everything taken from the file is thrown away, whatever became of it."""
    compared_at: Mapped[datetime | None] = public()
    """When all rows were checked, and comparing them began."""
    confirmed_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None] = public()
    ended_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    """Who discarded it."""
    ended_at: Mapped[datetime | None] = public()
    shredded_at: Mapped[datetime | None] = public()

    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    corrects: Mapped[PeopleImport | None] = relationship(lazy="raise_on_sql", remote_side="PeopleImport.id")
    uploader: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[uploaded_by])
    confirmer: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[confirmed_by])


class ImportPiece(Base):
    """Some of the file or of its rows, packed and sealed under the import's key."""

    __tablename__ = "import_piece"
    __table_args__ = (sa.UniqueConstraint("import_id", "kind", "number"), _of_import())

    import_id: Mapped[UUID] = public()
    office_id: Mapped[UUID] = public()
    kind: Mapped[PieceKind] = public(enum_text(PieceKind, name="kind"))
    number: Mapped[int] = public()
    """From 0, in the order of the file."""
    row_count: Mapped[int] = public(default=0)
    child_numbers: Mapped[list[int]] = case_fact(postgresql.ARRAY(sa.Integer), default=list)
    """Numbers of the rows of people under 18."""
    content: Mapped[bytes] = identity(sa.LargeBinary, deferred=True)
    checked_at: Mapped[datetime | None] = public()
    compared_at: Mapped[datetime | None] = public()
    first_number: Mapped[int | None] = public()
    """Of the codes that the people of this piece get."""
    entered_at: Mapped[datetime | None] = public()
    entered_count: Mapped[int] = public(default=0)

    @property
    def place(self) -> Place:
        return Place("import_piece", "content", self.id)


class ImportRow(Base):
    """A row that is not simply ready: what was found about it, and what somebody decided."""

    __tablename__ = "import_row"
    __table_args__ = (
        sa.UniqueConstraint("import_id", "number"),
        sa.Index("ix_import_row_outcome", "import_id", "outcome", "number"),
        _of_import(),
    )

    import_id: Mapped[UUID] = public()
    office_id: Mapped[UUID] = public()
    number: Mapped[int] = public()
    """Of the row as a spreadsheet counts, the line of the headings being the first."""
    piece: Mapped[int] = public()
    outcome: Mapped[RowOutcome] = case_fact(enum_text(RowOutcome, name="outcome"))
    faults: Mapped[list[Any]] = case_fact(postgresql.JSONB, default=list)
    """Pairs of column and ``RowFault``."""
    matches: Mapped[list[Any]] = identity(postgresql.JSONB, default=list)
    """Who it may be, best first: person, office, level and score, or an earlier row; of a repeated one the earlier import."""
    written = SealedAnswers(identity, under="import_id")
    """Column -> what was written there."""
    decision: Mapped[Decision | None] = case_fact(enum_text(Decision, name="decision"))
    decided_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = public()


class ImportKeys(Base):
    """By what a checked row is compared with people and with other rows; gone when the import ends."""

    __tablename__ = "import_keys"
    __table_args__ = (
        sa.UniqueConstraint("import_id", "number"),
        sa.Index("ix_import_keys_digest", "import_id", "digest"),
        _of_import(),
    )

    import_id: Mapped[UUID] = public()
    office_id: Mapped[UUID] = public()
    number: Mapped[int] = public()
    piece: Mapped[int] = public()
    keys: Mapped[list[int]] = identity(postgresql.ARRAY(sa.BigInteger))
    """As ``app/people/matching/keys.py`` makes them."""
    strong: Mapped[list[int]] = identity(postgresql.ARRAY(sa.BigInteger))
    """Those of document and phone."""
    digest: Mapped[bytes] = identity(sa.LargeBinary)


class ImportEntry(Base):
    """Which row of which import a person came from."""

    __tablename__ = "import_entry"
    __table_args__ = (
        sa.UniqueConstraint("import_id", "number"),
        sa.Index("ix_import_entry_office_digest", "office_id", "digest"),
        sa.Index("ix_import_entry_person_id", "person_id"),
        _of_import(),
        part_of("person"),
    )

    import_id: Mapped[UUID] = public()
    office_id: Mapped[UUID] = public()
    number: Mapped[int] = public()
    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    digest: Mapped[bytes] = identity(sa.LargeBinary)
    """Keyed fingerprint of what was stated: the same row is known again in a later file of this office."""
