"""The page of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.catalogue.labels import CASE_KIND_LABELS, INDICATOR_TYPE_LABELS, INDICATOR_UNIT_LABELS, reader_locale
from app.catalogue.presenters.parts import Group, confidence_tag, short_point_link
from app.web.page_parts import Column, Table

if TYPE_CHECKING:
    from app.catalogue.models import Indicator


@dataclass(frozen=True)
class IndicatorsPage:
    """One group for each sector."""

    groups: Sequence[Group]


def indicators_page(indicators: Sequence[Indicator]) -> IndicatorsPage:
    """Indicators by sector, in the order in which the catalogue first names each sector."""
    first_place = {indicator.sector_id: place for place, indicator in reversed(list(enumerate(indicators)))}
    in_order = sorted(indicators, key=lambda indicator: first_place[indicator.sector_id])
    groups = groupby(in_order, key=lambda indicator: indicator.sector.name(reader_locale()))
    return IndicatorsPage([Group(sector, _table(sector, list(members))) for sector, members in groups])


def indicators_table(caption: str, indicators: Sequence[Indicator]) -> Table:
    """The short table that the pages of points and services show."""
    return Table(
        caption=caption,
        columns=[Column(_("Indicator")), Column(_("Unit")), Column(_("R4V code"))],
        rows=[[indicator_words(one), str(INDICATOR_UNIT_LABELS[one.unit]), one.r4v_code] for one in indicators],
    )


def indicator_words(indicator: Indicator) -> str:
    """Code and title: ``DOC-01: Personas con orientación ...``."""
    return f"{indicator.code}: {indicator.title(reader_locale())}"


def _table(caption: str, indicators: Sequence[Indicator]) -> Table:
    return Table(
        caption=caption,
        caption_hidden=True,
        columns=[
            Column(_("Indicator")),
            Column(_("Counts")),
            Column(_("Kinds of case")),
            Column(_("Action points")),
            Column(_("R4V code")),
            Column(_("Confidence")),
        ],
        rows=[_row(indicator) for indicator in indicators],
    )


def _row(indicator: Indicator) -> list[Any]:
    return [
        indicator_words(indicator),
        _("%(unit)s, %(type)s", unit=INDICATOR_UNIT_LABELS[indicator.unit], type=INDICATOR_TYPE_LABELS[indicator.type]),
        [str(label) for kind, label in CASE_KIND_LABELS.items() if kind in indicator.case_kinds] or None,
        [short_point_link(point) for point in indicator.action_points],
        indicator.r4v_code,
        confidence_tag(indicator.confidence),
    ]
