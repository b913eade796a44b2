"""The first page of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.filters import number
from app.web.page_parts import Column, Figure, Table


@dataclass(frozen=True)
class HomePage:
    """``figures`` lead to the lists that have pages; ``other_lists`` says the size of the others."""

    figures: Sequence[Figure]
    other_lists: Table


def home_page(counts: Mapping[str, int], unserved: int) -> HomePage:
    """The three lists that lead to a page, and the size of the others."""
    return HomePage(
        figures=[
            Figure(
                number(counts["action_point"]),
                _("action points"),
                url_for("catalogue.list_action_points"),
                ngettext("%(num)s without a service", "%(num)s without a service", unserved),
            ),
            Figure(number(counts["service"]), _("services"), url_for("catalogue.list_services")),
            Figure(number(counts["indicator"]), _("indicators"), url_for("catalogue.list_indicators")),
        ],
        other_lists=_other_lists(counts),
    )


def _other_lists(counts: Mapping[str, int]) -> Table:
    names = {
        "thematic_axis": _("Thematic axes of the Quito Process"),
        "country": _("Countries"),
        "area": _("First-level areas"),
        "sector": _("Sectors"),
        "population_type": _("Population types"),
        "document_type": _("Document types"),
        "specific_need": _("Specific needs"),
    }
    return Table(
        caption=_("Other lists in use"),
        columns=[Column(_("List")), Column(_("Entries"), kind="number")],
        rows=[[name, counts[table]] for table, name in names.items()],
    )
