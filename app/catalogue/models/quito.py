"""The Quito Process: the points of the Declaration of 4 September 2018, their parts, and the later thematic axes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, relationship

from app.catalogue.enums import Confidence, Evidence, PointScope
from app.catalogue.models.entry import Entry, Titled
from app.foundation.columns import enum_text, public

if TYPE_CHECKING:
    from app.catalogue.models.services import Indicator, Service


class ThematicAxis(Titled, Entry):
    """A theme under which later rounds of the Process group their work."""

    __tablename__ = "thematic_axis"


class ActionPoint(Titled, Entry):
    """One point of the Declaration. Its title is a paraphrase; its confidence says how sure number and content are."""

    __tablename__ = "action_point"

    number: Mapped[int | None] = public(sa.CheckConstraint("number BETWEEN 1 AND 99", name="number_in_range"), unique=True)
    """Place in the Declaration as far as known; None while it is being corrected. Show it by ``printed_number``."""

    order_basis: Mapped[str | None] = public()
    """Why the point is thought to stand at this number."""

    scope: Mapped[PointScope] = public(enum_text(PointScope, name="scope"))

    evidence: Mapped[Evidence] = public(enum_text(Evidence, name="evidence"))

    axis_id: Mapped[UUID] = public(sa.ForeignKey("thematic_axis.id"), index=True)

    axis: Mapped[ThematicAxis] = relationship(lazy="raise_on_sql")

    sub_points: Mapped[list[SubPoint]] = relationship(
        back_populates="action_point", order_by="SubPoint.code", lazy="raise_on_sql"
    )

    services: Mapped[list[Service]] = relationship(
        secondary="service_action_point", order_by="Service.position", viewonly=True, lazy="raise_on_sql"
    )
    """Read only: a service carries its links."""

    indicators: Mapped[list[Indicator]] = relationship(
        secondary="indicator_action_point", order_by="Indicator.position", viewonly=True, lazy="raise_on_sql"
    )
    """Read only: an indicator carries its links."""

    @property
    def printed_number(self) -> int | None:
        """The number that a donor report may show: only one that a source text gives together with the content."""
        return self.number if self.confidence == Confidence.NUMBER_AND_CONTENT else None

    def is_served_on(self, day: date) -> bool:
        return any(service.is_valid_on(day) for service in self.services)

    def donor_title(self, locale: str) -> str:
        """The title in ``locale``, led by the number where that is sure, such as "Punto 6: ..."."""
        title = self.title(locale)
        if self.printed_number is None:
            return title
        with force_locale(locale):
            return str(_("Point %(number)s: %(title)s", number=self.printed_number, title=title))


class SubPoint(Titled, Entry):
    """A part of an umbrella point, so that services can be attributed exactly. Its letter is ours: print the title."""

    __tablename__ = "sub_point"

    action_point_id: Mapped[UUID] = public(sa.ForeignKey("action_point.id"), index=True)

    action_point: Mapped[ActionPoint] = relationship(back_populates="sub_points", lazy="raise_on_sql")
