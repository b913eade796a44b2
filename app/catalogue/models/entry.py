"""What every catalogue entry carries, and the two ways to word it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr

from app.catalogue.enums import Confidence
from app.foundation.columns import enum_text, public
from app.foundation.database import Base

FIRST_VERSION = 1

NOT_CONTENT = frozenset({"id", "code", "position", "version", "edited_at"})
"""Columns that say nothing about the thing itself."""


class Entry(Base):
    """One versioned row of a list. Its id and code stay for good: cases, reports and exchange files point at them."""

    __abstract__ = True

    code: Mapped[str] = public(unique=True, sort_order=-9)

    confidence: Mapped[Confidence] = public(enum_text(Confidence, name="confidence"), sort_order=10)

    sources: Mapped[list[str]] = public(default=list, server_default="{}", sort_order=10)
    """Codes of ``catalogue_source``."""

    note: Mapped[str | None] = public(sort_order=10)

    position: Mapped[int] = public(default=0, server_default="0", sort_order=10)
    """Place in the list as the seeds order it; not part of the versioned content."""

    valid_from: Mapped[date | None] = public(sort_order=10)
    """First day on which the entry may be used; None: for as long as anybody knows."""

    valid_until: Mapped[date | None] = public(sort_order=10)
    """Last day on which the entry may be used; None: still in use."""

    version: Mapped[int] = public(default=FIRST_VERSION, server_default="1", sort_order=10)
    """Grows by one with every change of content; the earlier content stands in ``catalogue_revision``."""

    edited_at: Mapped[datetime | None] = public(sort_order=10)
    """When a coordinator last changed the entry; None: it says what the seeds say, and follows them."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - called with the class
        return (
            sa.CheckConstraint("valid_until >= valid_from", name="validity_in_order"),
            sa.CheckConstraint("version >= 1", name="version_from_one"),
        )

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or day <= self.valid_until)

    def content(self) -> dict[str, Any]:
        """All that the entry says, fit for JSON: columns by name, links that it carries as sorted codes."""
        mapper = sa.inspect(type(self))
        names = [attribute.key for attribute in mapper.column_attrs if attribute.key not in NOT_CONTENT]
        own_links = [link.key for link in mapper.relationships if link.secondary is not None and not link.viewonly]
        columns = {name: plain(getattr(self, name)) for name in names}
        return columns | {key: sorted(target.code for target in getattr(self, key)) for key in own_links}


def plain(value: Any) -> Any:
    """A column's value as JSON has it: dates by ISO 8601, members of vocabularies and ids as text."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def in_language(locale: str, *, es: str, en: str | None, pt: str | None) -> str:
    """The wording for a locale such as ``pt`` or ``pt_BR``; Spanish, which always exists, where it lacks its own."""
    return {"en": en, "pt": pt}.get(locale[:2]) or es


class Named:
    """An entry with a name. Portuguese is this project's translation until somebody has reviewed it."""

    name_es: Mapped[str] = public(sort_order=-8)
    name_en: Mapped[str | None] = public(sort_order=-8)
    name_pt: Mapped[str | None] = public(sort_order=-8)
    portuguese_reviewed: Mapped[bool] = public(default=False, server_default=sa.false(), sort_order=-8)

    def name(self, locale: str) -> str:
        return in_language(locale, es=self.name_es, en=self.name_en, pt=self.name_pt)

    def wording(self, locale: str) -> str:
        return self.name(locale)


class Titled:
    """An entry with a title of a sentence's length, in this project's own words."""

    title_es: Mapped[str] = public(sort_order=-8)
    title_en: Mapped[str | None] = public(sort_order=-8)
    title_pt: Mapped[str | None] = public(sort_order=-8)
    portuguese_reviewed: Mapped[bool] = public(default=False, server_default=sa.false(), sort_order=-8)

    def title(self, locale: str) -> str:
        return in_language(locale, es=self.title_es, en=self.title_en, pt=self.title_pt)

    def wording(self, locale: str) -> str:
        return self.title(locale)
