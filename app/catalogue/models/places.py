"""Countries of the response and their first-level areas."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.catalogue.enums import QuitoStatus
from app.catalogue.models.entry import Entry, Named
from app.foundation.columns import enum_text, public


class Country(Named, Entry):
    """A country of the Quito Process or of the R4V response. ``code`` is ISO 3166-1 alpha-2, as offices hold it.

    Nationalities are wider than this list: see ``queries.nationality_choices``.
    """

    __tablename__ = "country"

    iso3: Mapped[str] = public(unique=True)

    r4v_platform: Mapped[str | None] = public()
    """National or sub-regional coordination platform of R4V, in its own English word."""

    quito_status: Mapped[QuitoStatus | None] = public(enum_text(QuitoStatus, name="quito_status"))

    signed_declaration_2018: Mapped[bool] = public(default=False, server_default=sa.false())

    areas: Mapped[list[Area]] = relationship(back_populates="country", order_by="Area.name", lazy="raise_on_sql")


class Area(Entry):
    """A first-level area, ``code`` by ISO 3166-2; the country's own code where R4V reports the country as one."""

    __tablename__ = "area"

    country_id: Mapped[UUID] = public(sa.ForeignKey("country.id"), index=True)

    name: Mapped[str] = public()
    """As the area calls itself; not translated."""

    r4v_code: Mapped[str] = public(unique=True)
    """As in R4V's list of 2024; differs from ISO 3166-2 for Mexico."""

    r4v_name: Mapped[str] = public()
    """As in R4V's list, to the letter: 5W files are refused otherwise."""

    country: Mapped[Country] = relationship(back_populates="areas", lazy="raise_on_sql")

    def wording(self, locale: str) -> str:  # noqa: ARG002 - places keep their own name in every language
        return self.name
