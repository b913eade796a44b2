"""Counting people: each once in every cell and once in the total, however many services they were given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.cases.enums import Modality
from app.catalogue.models.services import service_action_point, service_indicator
from app.reporting.enums import AgeGroup, Counted
from app.reporting.measures.measure import Measure
from app.reporting.measures.scope import ReportScope
from app.reporting.measures.tables import ASSISTED, DELIVERED, PROFILE

HANDED_OVER = (Modality.IN_KIND, Modality.CASH, Modality.VOUCHER)


def by_profile(key: sa.ColumnElement[Any], members: sa.FromClause) -> sa.Select[Any]:
    """Rows (key, sex, age band, age group, population type, people) of members, a relation of ``key`` and ``person_id``."""
    return (
        sa.select(key.label("key"), *PROFILE, sa.func.count().label("counted"))
        .select_from(members.join(ASSISTED, ASSISTED.c.person_id == members.c.person_id))
        .group_by(key, *PROFILE)
    )


def everybody() -> sa.Select[Any]:
    return by_profile(sa.literal("all", sa.Text), sa.select(ASSISTED.c.person_id).subquery())


def of_each_kind() -> sa.Select[Any]:
    return _of_each(DELIVERED.c.kind)


def of_each_country() -> sa.Select[Any]:
    return _of_each(DELIVERED.c.country)


def of_each_action_point() -> sa.Select[Any]:
    """People with a service that is linked to the point; one service may serve several points, a person counts once in each."""
    link = service_action_point
    members = (
        sa.select(link.c.action_point_id.label("key"), DELIVERED.c.person_id)
        .join(link, link.c.service_id == DELIVERED.c.service_id)
        .distinct()
        .subquery()
    )
    return by_profile(members.c.key, members)


def _of_each(column: sa.ColumnElement[Any]) -> sa.Select[Any]:
    members = sa.select(column.label("key"), DELIVERED.c.person_id).distinct().subquery()
    return by_profile(members.c.key, members)


def _people_of_services(*conditions: sa.ColumnElement[bool]) -> Any:
    """A measure's select: people with a delivery of a linked service that meets the conditions."""

    def select(_scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
        link = service_indicator
        members = (
            sa.select(link.c.indicator_id.label("key"), DELIVERED.c.person_id)
            .join(link, link.c.service_id == DELIVERED.c.service_id)
            .where(link.c.indicator_id.in_(indicators), *conditions)
            .distinct()
            .subquery()
        )
        return by_profile(members.c.key, members)

    return select


def _children_of_services(scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
    return PEOPLE_OF_SERVICES.select(scope, indicators).where(ASSISTED.c.age_group == AgeGroup.UNDER_18)


PEOPLE_OF_SERVICES = Measure(
    key="people_of_services",
    counts=Counted.PEOPLE,
    method=_l("Different people with at least one delivery, in the period, of a service linked to the indicator."),
    select=_people_of_services(),
)
CHILDREN_OF_SERVICES = Measure(
    key="children_of_services",
    counts=Counted.PEOPLE,
    method=_l("As above, only people who surely were under 18 at their first service of the period."),
    select=_children_of_services,
)
PEOPLE_SERVED = Measure(
    key="people_served",
    counts=Counted.PEOPLE,
    method=_l("As above, only deliveries given as a service (a consultation, an enrolment), not as goods or money."),
    select=_people_of_services(DELIVERED.c.modality == Modality.SERVICE),
)
PEOPLE_SUPPLIED = Measure(
    key="people_supplied",
    counts=Counted.PEOPLE,
    method=_l("As above, only deliveries given in kind, in cash or by voucher."),
    select=_people_of_services(DELIVERED.c.modality.in_(HANDED_OVER)),
)
