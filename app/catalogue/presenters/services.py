"""The pages of services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.catalogue.enums import CaseKind
from app.catalogue.labels import CASE_KIND_LABELS, FIELD_LABELS, reader_locale
from app.catalogue.presenters.indicators import indicator_words, indicators_table
from app.catalogue.presenters.parts import confidence_tag, history, point_link, source_rows, validity
from app.catalogue.queries import Change
from app.web.filters import sentence
from app.web.page_parts import Column, Link, Section, SummaryRow, Table, Tag, TimelineEntry

if TYPE_CHECKING:
    from app.catalogue.models import ActionPoint, Indicator, Service, SubPoint


@dataclass(frozen=True)
class ServicesPage:
    """``sections`` are the kinds of case; ``retired`` is there only when some are out of use."""

    sections: Sequence[Section]
    table: Table
    retired: Table | None


@dataclass(frozen=True)
class ServicePage:
    """``parts`` are the titles of the sub-points that the service serves."""

    title: str
    caption: str
    confidence: Tag
    rows: Sequence[SummaryRow]
    points: Sequence[Link]
    parts: Sequence[str]
    indicators: Table | None
    is_retired: bool
    sources: Sequence[SummaryRow]
    changes: Sequence[TimelineEntry]


@dataclass(frozen=True)
class LinkChoices:
    """What the form of a service's links offers: pairs of code and words."""

    action_points: Sequence[tuple[str, str]]
    sub_points: Sequence[tuple[str, str]]
    indicators: Sequence[tuple[str, str]]


def services_page(kind: CaseKind, services: Sequence[Service], retired: Sequence[Service], today: date) -> ServicesPage:
    href = url_for("catalogue.list_services")
    sections = [Section(str(label), f"{href}?kind={one.value}", current=one == kind) for one, label in CASE_KIND_LABELS.items()]
    table = _services_table(_("Services in use"), services, today)
    return ServicesPage(sections, table, _services_table(_("Services out of use"), retired, today) if retired else None)


def service_page(
    service: Service, *, citations: Mapping[str, str], changes: Sequence[Change], names: Mapping[str, str], today: date
) -> ServicePage:
    locale = reader_locale()
    return ServicePage(
        title=service.name(locale),
        caption=_("Service: %(kind)s", kind=CASE_KIND_LABELS[service.kind]),
        confidence=confidence_tag(service.confidence),
        rows=_facts(service, today),
        points=[point_link(point) for point in service.action_points],
        parts=[part.title(locale) for part in service.sub_points],
        indicators=indicators_table(_("Indicators that it feeds"), service.indicators) if service.indicators else None,
        is_retired=service.valid_until is not None,
        sources=source_rows(service.sources, citations),
        changes=history(changes, names),
    )


def link_choices(
    service: Service, *, points: Sequence[ActionPoint], sub_points: Sequence[SubPoint], indicators: Sequence[Indicator]
) -> LinkChoices:
    """All that is in force; of the indicators those that the kind of case feeds. What is linked now always stands among them."""
    locale = reader_locale()
    fed = [indicator for indicator in indicators if service.kind in indicator.case_kinds]
    return LinkChoices(
        action_points=[(point.code, point.donor_title(locale)) for point in _with_linked(points, service.action_points)],
        sub_points=[(part.code, part.title(locale)) for part in _with_linked(sub_points, service.sub_points)],
        indicators=[(one.code, indicator_words(one)) for one in _with_linked(fed, service.indicators)],
    )


def _with_linked(offered: Sequence[Any], linked: Sequence[Any]) -> list[Any]:
    return [*offered, *(entry for entry in linked if entry not in offered)]


def _services_table(caption: str, services: Sequence[Service], today: date) -> Table:
    locale = reader_locale()
    return Table(
        caption=caption,
        columns=[Column(_("Service")), Column(_("Code")), Column(_("Sector")), Column(_("Action points")), Column(_("Validity"))],
        rows=[
            [
                Link(service.name(locale), url_for("catalogue.show_service", code=service.code)),
                service.code,
                service.sector.name(locale),
                [point_link(point) for point in service.action_points] or Tag(_("Serves no action point"), "due"),
                validity(service, today),
            ]
            for service in services
        ],
    )


def _facts(service: Service, today: date) -> list[SummaryRow]:
    goals = [_("objective %(number)s", number=objective) for objective in service.gcm_objectives]
    return [
        SummaryRow(str(FIELD_LABELS["name_es"]), service.name_es),
        SummaryRow(str(FIELD_LABELS["name_en"]), service.name_en),
        SummaryRow(str(FIELD_LABELS["name_pt"]), _portuguese(service)),
        SummaryRow(_("Sector"), service.sector.name(reader_locale())),
        SummaryRow(str(FIELD_LABELS["sdg_targets"]), sentence(service.sdg_targets) or None),
        SummaryRow(str(FIELD_LABELS["gcm_objectives"]), sentence(goals) or None),
        SummaryRow(_("Validity"), validity(service, today)),
        SummaryRow(_("Code and version"), _("%(code)s, version %(number)s", code=service.code, number=service.version)),
    ]


def _portuguese(service: Service) -> Any:
    if service.name_pt is None or service.portuguese_reviewed:
        return service.name_pt
    return [service.name_pt, Tag(_("Portuguese not reviewed yet"), "waiting")]
