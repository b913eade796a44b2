"""The pages of action points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.catalogue.enums import PointScope
from app.catalogue.labels import CASE_KIND_LABELS, EVIDENCE_LABELS, FIELD_LABELS, SCOPE_LABELS, reader_locale
from app.catalogue.presenters.indicators import indicators_table
from app.catalogue.presenters.parts import Group, confidence_tag, history, point_link, source_rows, validity
from app.catalogue.queries import Change
from app.web.page_parts import Column, Link, Section, SummaryRow, Table, Tag, TimelineEntry

if TYPE_CHECKING:
    from app.catalogue.models import ActionPoint, ThematicAxis


@dataclass(frozen=True)
class ActionPointsPage:
    """``empty_axes`` are the themes under which no point of the Declaration stands."""

    sections: Sequence[Section]
    groups: Sequence[Group]
    empty_axes: Sequence[str] = ()


@dataclass(frozen=True)
class ActionPointPage:
    """``unserved`` is a tag where no service serves the point; ``parts`` are the titles of its sub-points."""

    title: str
    caption: str
    confidence: Tag
    rows: Sequence[SummaryRow]
    parts: Sequence[str]
    services: Table | None
    unserved: Tag | None
    indicators: Table | None
    sources: Sequence[SummaryRow]
    changes: Sequence[TimelineEntry]


def points_by_number(points: Sequence[ActionPoint], today: date) -> ActionPointsPage:
    table = _points_table(_("Action points by number"), points, today)
    return ActionPointsPage(_sections(by_axis=False), [Group(None, table)])


def points_by_axis(points: Sequence[ActionPoint], axes: Sequence[ThematicAxis], today: date) -> ActionPointsPage:
    locale = reader_locale()
    of_axis = {axis.title(locale): [point for point in points if point.axis_id == axis.id] for axis in axes}
    groups = [Group(title, _points_table(title, members, today)) for title, members in of_axis.items() if members]
    empty = [title for title, members in of_axis.items() if not members]
    return ActionPointsPage(_sections(by_axis=True), groups, empty)


def action_point_page(
    point: ActionPoint, *, citations: Mapping[str, str], changes: Sequence[Change], today: date
) -> ActionPointPage:
    locale = reader_locale()
    return ActionPointPage(
        title=point.title(locale),
        caption=_("Action point of the Quito Declaration"),
        confidence=confidence_tag(point.confidence),
        rows=_facts(point, today),
        parts=[part.title(locale) for part in point.sub_points],
        services=_services_table(point, today) if point.services else None,
        unserved=_unserved_tag(point, today),
        indicators=indicators_table(_("Indicators that measure it"), point.indicators) if point.indicators else None,
        sources=source_rows(point.sources, citations),
        changes=history(changes, {}),
    )


def fields_of_point(point: ActionPoint) -> dict[str, Any]:
    """What the form of a point starts with: one source a line, dates as dates."""
    told = {"sources": "\n".join(point.sources), "valid_until": point.valid_until, "version": point.version}
    return point.content() | told


def _sections(*, by_axis: bool) -> list[Section]:
    href = url_for("catalogue.list_action_points")
    return [
        Section(_("By number"), href, current=not by_axis),
        Section(_("By thematic axis"), f"{href}?by=axis", current=by_axis),
    ]


def _points_table(caption: str, points: Sequence[ActionPoint], today: date) -> Table:
    return Table(
        caption=caption,
        caption_hidden=True,
        columns=[
            Column(_("Action point")),
            Column(_("Number")),
            Column(_("Confidence")),
            Column(_("Services")),
            Column(_("Indicators"), kind="number"),
        ],
        rows=[_point_row(point, today) for point in points],
    )


def _point_row(point: ActionPoint, today: date) -> list[Any]:
    return [
        Link(point.title(reader_locale()), point_link(point).href),
        _number_in_words(point),
        confidence_tag(point.confidence),
        _unserved_tag(point, today) or _services_in_words(point, today),
        len(point.indicators),
    ]


def _number_in_words(point: ActionPoint) -> str:
    if point.number is None:
        return str(_("not known"))
    if point.printed_number is None:
        return str(_("%(number)s, not confirmed", number=point.number))
    return str(point.number)


def _services_in_words(point: ActionPoint, today: date) -> str:
    count = sum(service.is_valid_on(today) for service in point.services)
    return str(ngettext("%(num)s service", "%(num)s services", count))


def _unserved_tag(point: ActionPoint, today: date) -> Tag | None:
    if point.is_served_on(today):
        return None
    if point.scope == PointScope.SERVICE:
        return Tag(_("No service serves it"), "late")
    return Tag(_("Without services: policy support"), "neutral")


def _facts(point: ActionPoint, today: date) -> list[SummaryRow]:
    return [
        SummaryRow(_("In donor reports"), point.donor_title(reader_locale())),
        SummaryRow(str(FIELD_LABELS["number"]), _number_in_words(point)),
        SummaryRow(str(FIELD_LABELS["order_basis"]), point.order_basis),
        SummaryRow(str(FIELD_LABELS["title_es"]), point.title_es),
        SummaryRow(str(FIELD_LABELS["title_en"]), point.title_en),
        SummaryRow(str(FIELD_LABELS["title_pt"]), _portuguese(point)),
        SummaryRow(_("Thematic axis"), point.axis.title(reader_locale())),
        SummaryRow(str(FIELD_LABELS["scope"]), str(SCOPE_LABELS[point.scope])),
        SummaryRow(str(FIELD_LABELS["evidence"]), str(EVIDENCE_LABELS[point.evidence])),
        SummaryRow(str(FIELD_LABELS["note"]), point.note),
        SummaryRow(_("Validity"), validity(point, today)),
        SummaryRow(_("Code and version"), _("%(code)s, version %(number)s", code=point.code, number=point.version)),
    ]


def _portuguese(point: ActionPoint) -> Any:
    if point.title_pt is None or point.portuguese_reviewed:
        return point.title_pt
    return [point.title_pt, Tag(_("Portuguese not reviewed yet"), "waiting")]


def _services_table(point: ActionPoint, today: date) -> Table:
    locale = reader_locale()
    return Table(
        caption=_("Services that serve it"),
        columns=[Column(_("Service")), Column(_("Kind of case")), Column(_("Validity"))],
        rows=[
            [
                Link(service.name(locale), url_for("catalogue.show_service", code=service.code)),
                str(CASE_KIND_LABELS[service.kind]),
                validity(service, today),
            ]
            for service in point.services
        ],
        note=_("The links between services and action points are a proposal of this project."),
    )
