"""The catalogue as a report needs it: entries in force in the period or used in it, with their links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.catalogue.models import ActionPoint, Country, Indicator, Service
from app.foundation.actor import Actor
from app.foundation.database import db
from app.reporting.measures import ReportScope


@dataclass(frozen=True)
class Listed:
    """Points, indicators and services in the catalogue's order; countries by their alpha-2 code."""

    points: Sequence[ActionPoint]
    indicators: Sequence[Indicator]
    services: Sequence[Service]
    countries: Mapping[str, Country]

    @property
    def indicators_with_services(self) -> frozenset[UUID]:
        return frozenset(indicator.id for service in self.services for indicator in service.indicators)


def read_catalogue(_actor: Actor, scope: ReportScope) -> Listed:
    """Services and their links are all read: a service retired meanwhile was still delivered."""
    points = sa.select(ActionPoint).options(selectinload(ActionPoint.services)).where(_in_force(ActionPoint, scope))
    indicators = sa.select(Indicator).where(_in_force(Indicator, scope)).order_by(Indicator.position, Indicator.code)
    services = sa.select(Service).options(selectinload(Service.indicators)).order_by(Service.position, Service.code)
    return Listed(
        points=db.session.scalars(points.order_by(ActionPoint.number.nulls_last(), ActionPoint.position)).all(),
        indicators=db.session.scalars(indicators).all(),
        services=db.session.scalars(services).all(),
        countries={country.code: country for country in db.session.scalars(sa.select(Country))},
    )


def _in_force(model: type[ActionPoint | Indicator], scope: ReportScope) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(model.valid_from.is_(None), model.valid_from <= scope.end),
        sa.or_(model.valid_until.is_(None), model.valid_until >= scope.start),
    )
