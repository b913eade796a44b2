"""Short lists that forms and reports choose from: sectors, population types, documents, needs; and the sources."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.catalogue.enums import Confidence, DocumentCategory
from app.catalogue.models.entry import Entry, Named
from app.catalogue.models.places import Country
from app.foundation.columns import enum_text, public
from app.foundation.database import Base


class Source(Base):
    """Where a fact comes from. Entries name sources by code."""

    __tablename__ = "catalogue_source"

    code: Mapped[str] = public(unique=True)

    citation: Mapped[str] = public()
    """Address or description of the text that was read."""


class Sector(Named, Entry):
    """A sector or sub-sector of R4V."""

    __tablename__ = "sector"

    parent_id: Mapped[UUID | None] = public(sa.ForeignKey("sector.id"), index=True)

    r4v_label: Mapped[str] = public()
    """As in R4V's templates, to the letter."""

    parent: Mapped[Sector | None] = relationship(remote_side="Sector.id", lazy="raise_on_sql")


class PopulationType(Named, Entry):
    """How a person stands to the movement, in R4V's five groups."""

    __tablename__ = "population_type"


class DocumentType(Named, Entry):
    """A document of identity, travel, civil status or stay, by the country that issues it."""

    __tablename__ = "document_type"

    country_id: Mapped[UUID] = public(sa.ForeignKey("country.id"), index=True)

    category: Mapped[DocumentCategory] = public(enum_text(DocumentCategory, name="category"))

    country: Mapped[Country] = relationship(lazy="raise_on_sql")


class SpecificNeed(Named, Entry):
    """A specific need or risk. ``confidence`` grades the code (UNHCR's, or this project's with ``X-``)."""

    __tablename__ = "specific_need"

    label_confidence: Mapped[Confidence] = public(enum_text(Confidence, name="label_confidence"))
    """How sure the wording is: UNHCR's own labels were not seen."""

    is_highly_sensitive: Mapped[bool] = public(default=False, server_default=sa.false())
    """Need-to-know: the fact that a person has it never reaches a list, a search or a small cell of an export."""
