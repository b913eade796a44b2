"""From the state of the operation to the one document of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from app.cases.enums import CaseKind
from app.catalogue.enums import PointScope
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.reporting import queries
from app.reporting.enums import BuildStep
from app.reporting.measures import ReportScope, people
from app.reporting.quarter import Quarter
from app.reporting.queries import CountedProfile, Listed
from app.reporting.queries.caseload import CaseloadCount
from app.reporting.schemas import SCHEMA, Caseload, CaseloadRow, Figures, KeyedPeople, Scope
from app.reporting.services.breakdowns import breakdown_of
from app.reporting.services.catalogue_figures import (
    indicator_figures,
    point_figures,
    points_without,
    service_figures,
    split_by_measure,
    words_of,
)

_COLUMNS: tuple[Literal["opening", "new", "reopened", "closed", "closing"], ...] = (
    "opening",
    "new",
    "reopened",
    "closed",
    "closing",
)
Tell = Callable[[BuildStep], None]
"""Called before each step, so that whoever waits can see it."""


def count_figures(actor: Actor, scope: ReportScope, *, code: str, tell: Tell) -> Figures:
    """Count everything that the report says, in the transaction that is open; it should read one snapshot."""
    cut_off = now()
    tell(BuildStep.PEOPLE)
    queries.fill_period(actor, scope, cut_off=cut_off)
    listed = queries.read_catalogue(actor, scope)
    left_out = queries.count_left_out(actor, scope)
    everybody = queries.count_people(actor, people.everybody()).get("all", [])
    by_kind = queries.count_people(actor, people.of_each_kind())
    by_country = queries.count_people(actor, people.of_each_country())
    tell(BuildStep.ACTION_POINTS)
    by_point = queries.count_people(actor, people.of_each_action_point())
    deliveries_by_point = queries.count_deliveries_by_point(actor)
    tell(BuildStep.INDICATORS)
    measured, indicators_without = split_by_measure(listed)
    by_indicator = queries.count_by_indicator(actor, scope, measured)
    tell(BuildStep.SERVICES)
    given = queries.count_services(actor)
    tell(BuildStep.CASELOAD)
    caseload = _caseload(queries.count_caseload(actor, scope))
    queries.drop_period()
    return {
        "schema": SCHEMA,
        "code": code,
        "period": {
            "quarter": Quarter.of(scope.start).code,
            "start": scope.start.isoformat(),
            "end": scope.end.isoformat(),
            "is_complete": cut_off.date() > scope.end,
        },
        "scope": _scope(scope, listed),
        "counted_at": cut_off.isoformat(timespec="seconds"),
        "left_out": left_out,
        "people": breakdown_of(everybody),
        "deliveries": sum(count.deliveries for count in given),
        "by_kind": _keyed(by_kind, [kind.value for kind in CaseKind]),
        "by_country": _keyed(by_country, sorted(by_country)),
        "action_points": point_figures(listed, by_point, deliveries_by_point, given),
        "points_without_service": points_without(listed, by_point, PointScope.SERVICE),
        "points_of_policy": points_without(listed, by_point, PointScope.POLICY),
        "indicators": indicator_figures(listed, measured, by_indicator),
        "indicators_without": indicators_without,
        "services": service_figures(listed, given),
        "caseload": caseload,
    }


def _keyed(counts: Mapping[str, list[CountedProfile]], keys: Iterable[str]) -> list[KeyedPeople]:
    return [{"key": key, "people": breakdown_of(counts.get(key, []))} for key in keys]


def _scope(scope: ReportScope, listed: Listed) -> Scope:
    offices = queries.count_offices(scope)
    countries = {country: words_of(listed.countries[country]) for country in offices if country in listed.countries}
    return {"country": scope.country, "countries": countries, "offices": sum(offices.values())}


def _caseload(counts: Iterable[CaseloadCount]) -> Caseload:
    """One row a kind, in their order, with a total; a case has one kind, so the total adds up cases once."""
    by_kind = {count.kind: count for count in counts}
    rows = [_caseload_row(by_kind.get(kind, CaseloadCount(kind, 0, 0, 0, 0, 0))) for kind in CaseKind]
    total = _caseload_row(CaseloadCount("all", *(sum(row[column] for row in rows) for column in _COLUMNS)))
    return {"rows": rows, "total": total, "balances": all(_balances(row) for row in [*rows, total])}


def _caseload_row(count: CaseloadCount) -> CaseloadRow:
    kind, opening, new, reopened, closed, closing = count
    return {"kind": str(kind), "opening": opening, "new": new, "reopened": reopened, "closed": closed, "closing": closing}


def _balances(row: CaseloadRow) -> bool:
    return row["opening"] + row["new"] + row["reopened"] - row["closed"] == row["closing"]
