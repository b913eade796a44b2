"""The three temporary tables from which all figures of one report are counted.

They are filled once, in the report's one snapshot, so that the many figures cost one reading of the deliveries and
cannot disagree. They belong to the transaction and vanish with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Office
from app.cases.models import Case, ServiceDelivery
from app.people.enums import ConsentDecision, ConsentPurpose
from app.people.models import Consent, Person
from app.reporting.measures.ages import BANDS, GROUPS, class_of, oldest_age, youngest_age
from app.reporting.measures.scope import Column, ReportScope

_TEMPORARY: dict[str, Any] = {"prefixes": ["TEMPORARY"], "postgresql_on_commit": "DROP"}
TABLES = sa.MetaData()

LEFT_OUT = sa.Table("report_left_out", TABLES, sa.Column("person_id", sa.UUID()), **_TEMPORARY)
"""The people of the whole operation who asked not to be counted (``docs/adr/0010-who-is-counted.md``). Few."""

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
"""One row per service delivered in the period by an office of the scope, to somebody who is counted; ``kind`` is the case's,
``country`` the office's."""

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


def is_counted(person_id: Column) -> sa.ColumnElement[bool]:
    """Whether a person may stand in figures. Every count of people, cases, referrals or deliveries asks this."""
    return ~sa.exists().where(LEFT_OUT.c.person_id == person_id)


def people_to_leave_out(cut_off: datetime) -> sa.Select[Any]:
    """The rows of ``LEFT_OUT``: people whose latest decision about statistics, at the cut-off, is not "given"."""
    refusal, later = aliased(Consent), aliased(Consent)
    given_later = sa.exists().where(
        later.person_id == refusal.person_id,
        later.purpose == ConsentPurpose.STATISTICS,
        later.decision == ConsentDecision.GIVEN,
        later.decided_at <= cut_off,
        sa.tuple_(later.decided_at, later.id) > sa.tuple_(refusal.decided_at, refusal.id),
    )
    refused = (refusal.purpose == ConsentPurpose.STATISTICS, refusal.decision != ConsentDecision.GIVEN)
    return sa.select(refusal.person_id).where(*refused, refusal.decided_at <= cut_off, ~given_later).distinct()


def number_left_out(scope: ReportScope) -> sa.Select[int]:
    """How many different people were given a service in the period and are in no figure."""
    return (
        sa.select(sa.func.count(sa.distinct(ServiceDelivery.person_id)))
        .join(LEFT_OUT, LEFT_OUT.c.person_id == ServiceDelivery.person_id)
        .join(Office, Office.id == ServiceDelivery.office_id)
        .where(scope.covers_day(ServiceDelivery.delivered_on), scope.covers_office())
    )


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
        .where(scope.covers_day(ServiceDelivery.delivered_on), scope.covers_office(), is_counted(ServiceDelivery.person_id))
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
