"""The first page of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.catalogue.models import (
    ActionPoint,
    Area,
    Country,
    DocumentType,
    Entry,
    Indicator,
    PopulationType,
    Sector,
    Service,
    SpecificNeed,
    ThematicAxis,
)
from app.web.filters import number
from app.web.page_parts import Column, Figure, Table

COUNTED: tuple[type[Entry], ...] = (
    ActionPoint,
    Service,
    Indicator,
    ThematicAxis,
    Country,
    Area,
    Sector,
    PopulationType,
    DocumentType,
    SpecificNeed,
)


@dataclass(frozen=True)
class HomePage:
    """``figures`` lead to the lists that have pages; ``other_lists`` says the size of the others."""

    figures: Sequence[Figure]
    other_lists: Table


def home_page(counts: Mapping[type[Entry], int], unserved: int) -> HomePage:
    """The three lists that lead to a page, and the size of the others."""
    return HomePage(
        figures=[
            Figure(
                number(counts[ActionPoint]),
                _("action points"),
                url_for("catalogue.list_action_points"),
                ngettext("%(num)s without a service", "%(num)s without a service", unserved),
            ),
            Figure(number(counts[Service]), _("services"), url_for("catalogue.list_services")),
            Figure(number(counts[Indicator]), _("indicators"), url_for("catalogue.list_indicators")),
        ],
        other_lists=_other_lists(counts),
    )


def _other_lists(counts: Mapping[type[Entry], int]) -> Table:
    names: Mapping[type[Entry], str] = {
        ThematicAxis: _("Thematic axes of the Quito Process"),
        Country: _("Countries"),
        Area: _("First-level areas"),
        Sector: _("Sectors"),
        PopulationType: _("Population types"),
        DocumentType: _("Document types"),
        SpecificNeed: _("Specific needs"),
    }
    return Table(
        caption=_("Other lists in use"),
        columns=[Column(_("List")), Column(_("Entries"), kind="number")],
        rows=[[name, counts[model]] for model, name in names.items()],
    )
