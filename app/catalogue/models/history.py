"""What entries said before, and a mark of the catalogue's present content."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from app.foundation.columns import case_fact, public
from app.foundation.database import Base


class CatalogueRevision(Base):
    """The content that an entry had at an earlier version. Written once, never changed."""

    __tablename__ = "catalogue_revision"
    __table_args__ = (sa.UniqueConstraint("entry_id", "version"),)

    entry_table: Mapped[str] = public()

    entry_id: Mapped[UUID] = public()

    version: Mapped[int] = public()
    """The version that had these values."""

    earlier: Mapped[dict[str, Any]] = public()
    """Column name -> value; link name -> sorted codes."""

    changed_at: Mapped[datetime] = public()
    """When the next version replaced it."""

    changed_by_id: Mapped[UUID | None] = case_fact()
    """The user; None where the seeds brought the change."""

    changed_by_name: Mapped[str] = case_fact()
    """The actor's name as it was then."""


class CatalogueEdition(Base):
    """One row whose token changes with any change of the catalogue, so that processes know when their copy is old."""

    __tablename__ = "catalogue_edition"
    __table_args__ = (sa.CheckConstraint("is_only", name="only_one_row"),)

    is_only: Mapped[bool] = public(unique=True, default=True, server_default=sa.true())

    token: Mapped[UUID] = public()
    """Drawn anew each time; never used again, also not after a rollback."""
