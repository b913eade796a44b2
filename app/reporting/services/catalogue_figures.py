"""Figures of action points, indicators and services, each with the catalogue's words of the day of counting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from app.catalogue.enums import PointScope
from app.catalogue.models import ActionPoint, Country, Indicator, Service
from app.reporting.enums import Counted, NotCounted
from app.reporting.measures import AGE_AND_SEX, Measure, measure_of
from app.reporting.queries import CountedProfile, Listed, ServiceCount
from app.reporting.schemas import IndicatorFigures, IndicatorWithout, PointFigures, PointWords, ServiceFigures, Words
from app.reporting.services.breakdowns import breakdown_of

Counts = Mapping[UUID, list[CountedProfile]]


def words_of(entry: ActionPoint | Country | Indicator | Service) -> Words:
    return {language: entry.wording(language) for language in ("es", "en", "pt")}


def point_figures(
    listed: Listed, counts: Counts, deliveries: Mapping[UUID, int], given: Sequence[ServiceCount]
) -> list[PointFigures]:
    """Points with at least one service delivered."""
    given_ids = {count.service_id for count in given}
    splittable = _services_to_be_split(listed)
    return [
        {
            **_point_words(point),
            "services": [words_of(service) for service in point.services if service.id in given_ids],
            "deliveries": deliveries[point.id],
            "people": breakdown_of(counts[point.id]),
            "is_split": any(service.id in splittable for service in point.services),
        }
        for point in listed.points
        if point.id in counts
    ]


def points_without(listed: Listed, counts: Counts, scope: PointScope) -> list[PointWords]:
    """Points of a scope for which nothing was delivered."""
    return [_point_words(point) for point in listed.points if point.scope == scope and point.id not in counts]


def split_by_measure(listed: Listed) -> tuple[dict[Measure, list[UUID]], list[IndicatorWithout]]:
    """Which indicators each measure counts, and those that none counts, with the reason."""
    measured: defaultdict[Measure, list[UUID]] = defaultdict(list)
    without: list[IndicatorWithout] = []
    for indicator in listed.indicators:
        measure = _measure_of(indicator, listed)
        if isinstance(measure, Measure):
            measured[measure].append(indicator.id)
        else:
            words = {"code": indicator.code, "r4v_code": indicator.r4v_code, "titles": words_of(indicator)}
            without.append({**words, "reason": measure.value})  # type: ignore[typeddict-item] # the keys stand above
    return dict(measured), without


def indicator_figures(listed: Listed, measured: Mapping[Measure, Sequence[UUID]], counts: Counts) -> list[IndicatorFigures]:
    """Measured indicators in the catalogue's order, also those that came to nothing."""
    by_id = {indicator_id: measure for measure, ids in measured.items() for indicator_id in ids}
    return [
        _indicator_figures(indicator, by_id[indicator.id], counts.get(indicator.id, []))
        for indicator in listed.indicators
        if indicator.id in by_id
    ]


def service_figures(listed: Listed, given: Sequence[ServiceCount]) -> list[ServiceFigures]:
    """Services that were delivered, in the catalogue's order."""
    by_id = {count.service_id: count for count in given}
    return [
        {
            "code": service.code,
            "names": words_of(service),
            "kind": service.kind.value,
            "deliveries": by_id[service.id].deliveries,
            "people": by_id[service.id].people,
            "quantities": dict(by_id[service.id].quantities),
        }
        for service in listed.services
        if service.id in by_id
    ]


def _measure_of(indicator: Indicator, listed: Listed) -> Measure | NotCounted:
    return measure_of(indicator, has_services=indicator.id in listed.indicators_with_services)


def _indicator_figures(indicator: Indicator, measure: Measure, profiles: list[CountedProfile]) -> IndicatorFigures:
    figures: IndicatorFigures = {
        "code": indicator.code,
        "r4v_code": indicator.r4v_code,
        "titles": words_of(indicator),
        "unit": indicator.unit.value,
        "measure": measure.key,
        "counts": measure.counts.value,
        "value": sum(profile.counted for profile in profiles),
    }
    if measure.counts is Counted.PEOPLE and AGE_AND_SEX in indicator.disaggregations:
        figures["people"] = breakdown_of(profiles)
    return figures


def _services_to_be_split(listed: Listed) -> frozenset[UUID]:
    """Services whose people may be shown by sex and age, because an indicator of theirs asks for it."""
    return frozenset(
        service.id
        for service in listed.services
        if any(AGE_AND_SEX in indicator.disaggregations for indicator in service.indicators)
    )


def _point_words(point: ActionPoint) -> PointWords:
    return {"code": point.code, "number": point.printed_number, "titles": words_of(point)}
