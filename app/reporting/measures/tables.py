"""The two temporary tables from which all figures of one report are counted.

They are filled once, in the report's one snapshot, so that the many figures cost one reading of the deliveries and
cannot disagree. They belong to the transaction and vanish with it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Office
from app.cases.models import Case, ServiceDelivery
from app.people.models import Person
from app.reporting.measures.ages import BANDS, GROUPS, class_of, oldest_age, youngest_age
from app.reporting.measures.scope import ReportScope

_TEMPORARY: dict[str, Any] = {"prefixes": ["TEMPORARY"], "postgresql_on_commit": "DROP"}
TABLES = sa.MetaData()

DELIVERED = sa.Table(
    "report_delivered",
    TABLES,
    sa.Column("person_id", sa.UUID()),
    sa.Column("case_id", sa.UUID()),
    sa.Column("service_id", sa.UUID()),
    sa.Column("kind", sa.Text()),
    sa.Column("country", sa.Text()),
    sa.Column("delivered_on", sa.Date()),
    sa.Column("quantity", sa.Integer()),
    sa.Column("unit", sa.Text()),
    sa.Column("modality", sa.Text()),
    **_TEMPORARY,
)
"""One row per service delivered in the period by an office of the scope; ``kind`` is the case's, ``country`` the office's."""

ASSISTED = sa.Table(
    "report_assisted",
    TABLES,
    sa.Column("person_id", sa.UUID()),
    sa.Column("sex", sa.Text()),
    sa.Column("age_band", sa.Text()),
    sa.Column("age_group", sa.Text()),
    sa.Column("population_type", sa.Text()),
    **_TEMPORARY,
)
"""One row per person with at least one of those services. Age is that at the first of them, the same in every table."""

PROFILE = (ASSISTED.c.sex, ASSISTED.c.age_band, ASSISTED.c.age_group, ASSISTED.c.population_type)
"""What people are split by. Each person has one profile, so that the counts of profiles add up to people."""


def deliveries_of(scope: ReportScope) -> sa.Select[Any]:
    """The rows of ``DELIVERED``."""
    return (
        sa.select(
            ServiceDelivery.person_id,
            ServiceDelivery.case_id,
            ServiceDelivery.service_id,
            Case.kind.cast(sa.Text),
            Office.country,
            ServiceDelivery.delivered_on,
            ServiceDelivery.quantity,
            ServiceDelivery.unit.cast(sa.Text),
            ServiceDelivery.modality.cast(sa.Text),
        )
        .join(Case, Case.id == ServiceDelivery.case_id)
        .join(Office, Office.id == ServiceDelivery.office_id)
        .where(scope.covers_day(ServiceDelivery.delivered_on), scope.covers_office())
    )


def people_of_deliveries() -> sa.Select[Any]:
    """The rows of ``ASSISTED``, from ``DELIVERED``."""
    first = (
        sa.select(DELIVERED.c.person_id, sa.func.min(DELIVERED.c.delivered_on).label("first_on"))
        .group_by(DELIVERED.c.person_id)
        .subquery("first_service")
    )
    aged = (
        sa.select(
            Person.id,
            Person.sex.cast(sa.Text).label("sex"),
            Person.population_type.cast(sa.Text).label("population_type"),
            youngest_age(first.c.first_on).label("youngest"),
            oldest_age(first.c.first_on).label("oldest"),
        )
        .join(first, first.c.person_id == Person.id)
        .subquery("aged")
    )
    band, group = (class_of(aged.c.youngest, aged.c.oldest, classes) for classes in (BANDS, GROUPS))
    return sa.select(aged.c.id, aged.c.sex, band, group, aged.c.population_type)
