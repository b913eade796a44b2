"""The list of offices, and the fields of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.presenters.choices import country_name
from app.web.filters import day
from app.web.page_parts import Column, Link, Table, Tag
from app.web.time_zones import city_of

if TYPE_CHECKING:
    from app.accounts.models import Office, Team


def offices_table(offices: Sequence[Office], teams: Iterable[Team]) -> Table:
    """A line for each office, with the way to its teams."""
    counts = Counter(team.office_id for team in teams if team.ended_on is None)
    return Table(
        caption=_("Offices"),
        caption_hidden=True,
        columns=[
            Column(_("Name")),
            Column(_("Code")),
            Column(_("Country")),
            Column(_("Area")),
            Column(_("Time zone")),
            Column(_("Capacity"), kind="number"),
            Column(_("Teams")),
            Column(_("State")),
        ],
        rows=[_row(office, counts[office.id]) for office in offices],
    )


def _row(office: Office, teams: int) -> list[object]:
    return [
        Link(office.name, url_for("accounts.edit_office", office_id=office.id)),
        office.code,
        country_name(office.country),
        " · ".join(part for part in (office.locality, office.area_code) if part) or None,
        city_of(office.time_zone),
        office.caseload_capacity,
        Link(
            ngettext("%(num)s team", "%(num)s teams", teams) if teams else _("No teams"),
            url_for("accounts.list_teams", office_id=office.id),
            hidden_text=office.name,
        ),
        Tag(_("closed since %(day)s", day=day(office.closed_on))) if office.closed_on else Tag(_("In use"), "good"),
    ]


def fields_of_office(office: Office) -> dict[str, Any]:
    """The present values, as the form of the office takes them."""
    names = ("name", "area_code", "locality", "address", "phone", "time_zone", "caseload_capacity", "version")
    return {name: getattr(office, name) for name in names} | {"is_closed": office.closed_on is not None}
