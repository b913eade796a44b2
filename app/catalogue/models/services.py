"""Services and indicators, and which action points they serve. The links are editorial: a coordinator may change them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.catalogue.enums import CaseKind, IndicatorType, IndicatorUnit
from app.catalogue.models.entry import Entry, Named, Titled
from app.catalogue.models.quito import ActionPoint, SubPoint
from app.catalogue.models.reference import Sector
from app.foundation.columns import enum_text, public
from app.foundation.database import Base


def _link_table(owner: str, target: str) -> sa.Table:
    """A many-to-many table named ``<owner>_<target>``; the second column has its own index for the way back."""
    privacy = {"privacy": "P0"}
    return sa.Table(
        f"{owner}_{target}",
        Base.metadata,
        sa.Column(f"{owner}_id", sa.ForeignKey(f"{owner}.id", ondelete="CASCADE"), primary_key=True, info=privacy),
        sa.Column(f"{target}_id", sa.ForeignKey(f"{target}.id"), primary_key=True, index=True, info=privacy),
    )


indicator_action_point = _link_table("indicator", "action_point")
service_action_point = _link_table("service", "action_point")
service_sub_point = _link_table("service", "sub_point")
service_indicator = _link_table("service", "indicator")


class Indicator(Titled, Entry):
    """What a report counts. Titles are this project's words; the R4V code names the regional indicator it feeds."""

    __tablename__ = "indicator"

    unit: Mapped[IndicatorUnit] = public(enum_text(IndicatorUnit, name="unit"))

    type: Mapped[IndicatorType] = public(enum_text(IndicatorType, name="type"))

    sector_id: Mapped[UUID] = public(sa.ForeignKey("sector.id"), index=True)

    case_kinds: Mapped[list[str]] = public(default=list, server_default="{}")
    """Values of ``CaseKind`` whose cases feed it; empty: fed by records other than cases."""

    disaggregations: Mapped[list[str]] = public(default=list, server_default="{}")
    """Splits that the indicator asks for, such as ``pop_type``, ``agd`` (age and gender), ``adm1``."""

    r4v_code: Mapped[str | None] = public(index=True)
    """Code in R4V's regional list of 2023-2024."""

    sector: Mapped[Sector] = relationship(lazy="raise_on_sql")

    action_points: Mapped[list[ActionPoint]] = relationship(
        secondary=indicator_action_point, order_by=ActionPoint.number, lazy="raise_on_sql"
    )


class Service(Named, Entry):
    """What a case may deliver or ask of a provider."""

    __tablename__ = "service"

    kind: Mapped[CaseKind] = public(enum_text(CaseKind, name="kind"), index=True)

    sector_id: Mapped[UUID] = public(sa.ForeignKey("sector.id"), index=True)

    sdg_targets: Mapped[list[str]] = public(default=list, server_default="{}")
    """Targets of the Sustainable Development Goals, such as ``16.9``."""

    gcm_objectives: Mapped[list[int]] = public(sa.ARRAY(sa.Integer), default=list, server_default="{}")
    """Objectives of the Global Compact for Migration, 1 to 23."""

    sector: Mapped[Sector] = relationship(lazy="raise_on_sql")

    action_points: Mapped[list[ActionPoint]] = relationship(
        secondary=service_action_point, order_by=ActionPoint.number, lazy="raise_on_sql"
    )

    sub_points: Mapped[list[SubPoint]] = relationship(secondary=service_sub_point, order_by=SubPoint.code, lazy="raise_on_sql")

    indicators: Mapped[list[Indicator]] = relationship(secondary=service_indicator, order_by=Indicator.code, lazy="raise_on_sql")
