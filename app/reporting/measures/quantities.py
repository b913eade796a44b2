"""Counting what was handed over: the recorded quantity, only where its unit is the indicator's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.cases.enums import Unit
from app.catalogue.models.services import service_indicator
from app.reporting.enums import Counted
from app.reporting.measures.measure import Measure, SelectOf
from app.reporting.measures.scope import ReportScope
from app.reporting.measures.tables import DELIVERED

NO_PROFILE = tuple(sa.null().label(name) for name in ("sex", "age_band", "age_group", "population_type"))


def _quantity_in(*units: Unit) -> SelectOf:
    def select(_scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
        link = service_indicator
        return (
            sa.select(link.c.indicator_id.label("key"), *NO_PROFILE, sa.func.sum(DELIVERED.c.quantity).label("counted"))
            .join(link, link.c.service_id == DELIVERED.c.service_id)
            .where(link.c.indicator_id.in_(indicators), DELIVERED.c.unit.in_(units))
            .group_by(link.c.indicator_id)
        )

    return select


KITS_HANDED_OUT = Measure(
    key="kits_handed_out",
    counts=Counted.KITS,
    method=_l("Sum of the quantities recorded in kits, of services linked to the indicator."),
    select=_quantity_in(Unit.KIT),
)
DOCUMENTS_HANDLED = Measure(
    key="documents_handled",
    counts=Counted.DOCUMENTS,
    method=_l("Sum of the quantities recorded in documents, of services linked to the indicator."),
    select=_quantity_in(Unit.DOCUMENT),
)
SERVICES_GIVEN = Measure(
    key="services_given",
    counts=Counted.SERVICES,
    method=_l("Sum of the quantities recorded in services or sessions, of services linked to the indicator; not people."),
    select=_quantity_in(Unit.SERVICE, Unit.SESSION),
)
