"""Counting the figures of one report, in its one snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Office
from app.catalogue.models.services import service_action_point
from app.foundation.actor import Actor
from app.foundation.database import db
from app.reporting.measures import Measure, ReportScope
from app.reporting.measures.tables import (
    ASSISTED,
    DELIVERED,
    LEFT_OUT,
    TABLES,
    deliveries_of,
    number_left_out,
    people_of_deliveries,
    people_to_leave_out,
)

MEMORY_FOR_COUNTING = "64MB"
"""Per sort or hash of the counting statements; the server's own setting serves pages."""


class CountedProfile(NamedTuple):
    """How many people of one profile; the four are None where cases or things were counted."""

    sex: str | None
    age_band: str | None
    age_group: str | None
    population_type: str | None
    counted: int


class ServiceCount(NamedTuple):
    """What was given of one service in the period; ``quantities`` by unit."""

    service_id: UUID
    deliveries: int
    people: int
    quantities: Mapping[str, int]


def read_in_one_snapshot() -> None:
    """Let the transaction that begins now see one state of the database, whatever is written meanwhile.

    Raises:
        sqlalchemy.exc.InvalidRequestError: the transaction has begun already.
    """
    db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def fill_period(_actor: Actor, scope: ReportScope, *, cut_off: datetime) -> None:
    """Gather the period's deliveries and people into the temporary tables that all other counts read.

    Whoever at ``cut_off`` had asked not to be counted is in none of them.
    """
    drop_period()
    connection = db.session.connection()
    db.session.execute(sa.select(sa.func.set_config("work_mem", MEMORY_FOR_COUNTING, True)))
    TABLES.create_all(connection, checkfirst=False)
    _fill(LEFT_OUT, people_to_leave_out(cut_off))
    _fill(DELIVERED, deliveries_of(scope))
    _fill(ASSISTED, people_of_deliveries())


def drop_period() -> None:
    """Drop the temporary tables of this transaction, if it has them."""
    for table in TABLES.sorted_tables:
        db.session.execute(sa.text(f"DROP TABLE IF EXISTS pg_temp.{table.name}"))


def count_left_out(_actor: Actor, scope: ReportScope) -> int:
    """Different people with a service in the period who are in no figure, because they asked for that."""
    return db.session.scalar(number_left_out(scope)) or 0


def count_people(_actor: Actor, select: sa.Select[Any]) -> Mapping[Any, list[CountedProfile]]:
    """Counts of profiles by key, from a select of ``measures.people``."""
    return _by_key(db.session.execute(select))


def count_by_indicator(
    _actor: Actor, scope: ReportScope, indicators: Mapping[Measure, Sequence[UUID]]
) -> Mapping[UUID, list[CountedProfile]]:
    """Counts of each indicator; one statement per measure, whatever the number of its indicators."""
    counted: dict[UUID, list[CountedProfile]] = {}
    for measure, ids in indicators.items():
        counted |= _by_key(db.session.execute(measure.select(scope, ids)))
    return counted


def count_services(_actor: Actor) -> list[ServiceCount]:
    """Deliveries, different people and quantities of each service that was given."""
    one = sa.select(
        DELIVERED.c.service_id,
        sa.func.count().label("deliveries"),
        sa.func.count(sa.distinct(DELIVERED.c.person_id)).label("people"),
    ).group_by(DELIVERED.c.service_id)
    by_unit = sa.select(DELIVERED.c.service_id, DELIVERED.c.unit, sa.func.sum(DELIVERED.c.quantity)).group_by(
        DELIVERED.c.service_id, DELIVERED.c.unit
    )
    quantities: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for service_id, unit, quantity in db.session.execute(by_unit):
        quantities[service_id][unit] = int(quantity)
    return [
        ServiceCount(row.service_id, row.deliveries, row.people, quantities[row.service_id]) for row in db.session.execute(one)
    ]


def count_deliveries_by_point(_actor: Actor) -> Mapping[UUID, int]:
    link = service_action_point
    select = (
        sa.select(link.c.action_point_id, sa.func.count())
        .join(DELIVERED, DELIVERED.c.service_id == link.c.service_id)
        .group_by(link.c.action_point_id)
    )
    return {point_id: count for point_id, count in db.session.execute(select)}  # noqa: C416 - rows are no plain tuples


def count_offices(scope: ReportScope) -> Mapping[str, int]:
    """Offices of the scope by country."""
    select = sa.select(Office.country, sa.func.count()).where(scope.covers_office()).group_by(Office.country)
    return {country: count for country, count in db.session.execute(select)}  # noqa: C416 - rows are no plain tuples


def _fill(table: sa.Table, rows: sa.Select[Any]) -> None:
    db.session.execute(sa.insert(table).from_select(table.columns.keys(), rows))
    # Nobody else gathers statistics of a temporary table, and the planner would take it for empty.
    db.session.execute(sa.text(f"ANALYZE pg_temp.{table.name}"))


def _by_key(rows: Iterable[Any]) -> dict[Any, list[CountedProfile]]:
    counted: defaultdict[Any, list[CountedProfile]] = defaultdict(list)
    for key, sex, age_band, age_group, population_type, count in rows:
        counted[key].append(CountedProfile(sex, age_band, age_group, population_type, int(count or 0)))
    return dict(counted)
