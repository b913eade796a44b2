"""The teams of an office, and the fields of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.accounts.labels import ROLE_LABELS
from app.web.filters import day
from app.web.page_parts import Column, Link, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import Grant, Team


def teams_table(teams: Sequence[Team], workers: Iterable[Grant]) -> Table:
    """A line for each team, with who works in it today."""
    of_team: dict[UUID | None, list[Grant]] = {}
    for grant in workers:
        of_team.setdefault(grant.team_id, []).append(grant)
    return Table(
        caption=_("Teams"),
        caption_hidden=True,
        columns=[Column(_("Name")), Column(_("Who works in it")), Column(_("State"))],
        rows=[_row(team, of_team.get(team.id, [])) for team in teams],
    )


def _row(team: Team, workers: Sequence[Grant]) -> list[object]:
    return [
        Link(team.name, url_for("accounts.edit_team", team_id=team.id)),
        [f"{grant.user.name} ({str(ROLE_LABELS[grant.role]).lower()})" for grant in workers] or None,
        Tag(_("ended on %(day)s", day=day(team.ended_on))) if team.ended_on else Tag(_("In use"), "good"),
    ]


def fields_of_team(team: Team) -> dict[str, Any]:
    """The present values, as the form of the team takes them."""
    return {"name": team.name, "version": team.version, "has_ended": team.ended_on is not None}
