"""Counting cases and referrals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import Office
from app.cases.enums import ClosureReason
from app.cases.models import Case, ServiceDelivery
from app.catalogue.models import Indicator
from app.catalogue.models.services import service_indicator
from app.referrals.enums import ReferralStatus
from app.referrals.models import Referral, ReferralStatusChange
from app.reporting.enums import Counted
from app.reporting.measures.measure import Measure, SelectOf
from app.reporting.measures.quantities import NO_PROFILE
from app.reporting.measures.scope import ReportScope
from app.reporting.measures.tables import DELIVERED, is_counted

ANSWERS = (ReferralStatus.ACCEPTED, ReferralStatus.DECLINED)


def _cases_served(_scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
    link = service_indicator
    different_cases = sa.func.count(sa.distinct(DELIVERED.c.case_id))
    return (
        sa.select(link.c.indicator_id.label("key"), *NO_PROFILE, different_cases.label("counted"))
        .join(link, link.c.service_id == DELIVERED.c.service_id)
        .where(link.c.indicator_id.in_(indicators))
        .group_by(link.c.indicator_id)
    )


def _cases_opened(scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
    return _for_each(indicators, _cases_of(scope).where(scope.covers_day(Case.opened_on)))


def _goals_met(scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
    return _for_each(indicators, _cases_closed_with_goal_met(scope))


def _goals_met_with_service(scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
    link = service_indicator
    closed = _cases_closed_with_goal_met(scope).subquery()
    return (
        sa.select(link.c.indicator_id.label("key"), *NO_PROFILE, sa.func.count(sa.distinct(closed.c.id)).label("counted"))
        .select_from(closed)
        .join(ServiceDelivery, ServiceDelivery.case_id == closed.c.id)
        .join(link, link.c.service_id == ServiceDelivery.service_id)
        .where(link.c.indicator_id.in_(indicators))
        .group_by(link.c.indicator_id)
    )


def _referrals_that_became(*states: ReferralStatus) -> SelectOf:
    def select(scope: ReportScope, indicators: Sequence[UUID]) -> sa.Select[Any]:
        became = (
            sa.select(Referral.id)
            .join(Office, Office.id == Referral.office_id)
            .join(Case, Case.id == Referral.case_id)
            .join(ReferralStatusChange, ReferralStatusChange.referral_id == Referral.id)
            .where(ReferralStatusChange.status.in_(states), scope.covers_office(), is_counted(Case.person_id))
            .where(scope.covers_instant(ReferralStatusChange.changed_at))
            .distinct()
        )
        return _for_each(indicators, became)

    return select


def _cases_of(scope: ReportScope) -> sa.Select[Any]:
    return sa.select(Case.id).join(Office, Office.id == Case.office_id).where(scope.covers_office(), is_counted(Case.person_id))


def _cases_closed_with_goal_met(scope: ReportScope) -> sa.Select[Any]:
    return _cases_of(scope).where(scope.covers_day(Case.closed_on), Case.closure_reason == ClosureReason.GOAL_MET)


def _for_each(indicators: Sequence[UUID], counted_rows: sa.Select[Any]) -> sa.Select[Any]:
    """The number of rows, said for each of the indicators."""
    counted = sa.select(sa.func.count()).select_from(counted_rows.subquery()).scalar_subquery()
    columns: tuple[Any, ...] = (Indicator.id.label("key"), *NO_PROFILE, counted.label("counted"))
    return sa.select(*columns).where(Indicator.id.in_(indicators))


CASES_SERVED = Measure(
    key="cases_served",
    counts=Counted.CASES,
    method=_l("Different cases with a delivery of a linked service in the period: one application or business a case."),
    select=_cases_served,
)
CASES_OPENED = Measure(
    key="cases_opened",
    counts=Counted.CASES,
    method=_l("Cases whose day of opening lies in the period."),
    select=_cases_opened,
)
GOALS_MET = Measure(
    key="goals_met",
    counts=Counted.CASES,
    method=_l("Cases closed in the period with their goal met, and not reopened since."),
    select=_goals_met,
)
GOALS_MET_WITH_SERVICE = Measure(
    key="goals_met_with_service",
    counts=Counted.CASES,
    method=_l("Cases closed in the period with their goal met that were given a linked service at any time."),
    select=_goals_met_with_service,
)
REFERRALS_ANSWERED = Measure(
    key="referrals_answered",
    counts=Counted.REFERRALS,
    method=_l("Referrals that were accepted or declined in the period."),
    select=_referrals_that_became(*ANSWERS),
)
REFERRALS_COMPLETED = Measure(
    key="referrals_completed",
    counts=Counted.REFERRALS,
    method=_l("Referrals that the partner reported as done in the period."),
    select=_referrals_that_became(ReferralStatus.COMPLETED),
)
