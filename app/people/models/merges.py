"""Two files that turned out to be of one person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedAnswers
from app.people.enums import MergeGround


class PersonMerge(Base):
    """One file became part of another, and perhaps was parted from it again. ``person_id`` is the file that stayed.

    When that one is merged into a third, this row goes along: a file lists all merges that made it.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        sa.CheckConstraint("person_id <> merged_id", name="of_two"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        sa.Index("ix_person_merge_person_id", "person_id"),
        sa.Index("ix_person_merge_merged_id", "merged_id"),
        sa.Index("uq_person_merge_in_force", "merged_id", unique=True, postgresql_where=sa.text("undone_at IS NULL")),
        part_of("person"),
    )

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    merged_id: Mapped[UUID] = public(sa.ForeignKey("person.id"))
    merged_code: Mapped[str] = public()
    """Kept here, as nobody sees the merged file itself."""
    ground: Mapped[MergeGround] = case_fact(enum_text(MergeGround, name="ground"))
    before = SealedAnswers(identity, under="person_id")
    """Both files' own fields as they were (``services.merging.snapshots``), and the places in households that ended."""
    was_restricted: Mapped[bool] = public()
    """Whether both files were restricted: undoing it would show them to others once that has changed."""
    merged_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    merged_at: Mapped[datetime] = public(default=now)
    undone_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = public()

    merger: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[merged_by])
    undoer: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[undone_by])


class PersonMergeRow(Base):
    """One row that a merge moved, by its id: what undoing moves back.

    Written and read by functions of the database only (``migrations/merging_functions.py``): restricted cases stand here too.
    """

    __tablename__ = "person_merge_row"
    __table_args__ = (sa.UniqueConstraint("merge_id", "table_name", "column_name", "row_id"),)

    merge_id: Mapped[UUID] = public(sa.ForeignKey("person_merge.id"))
    table_name: Mapped[str] = public()
    column_name: Mapped[str] = public()
    row_id: Mapped[UUID] = public()
