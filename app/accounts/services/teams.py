"""Teams of an office: made, renamed, ended. An ended team keeps its cases until a supervisor takes them back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.accounts import queries
from app.accounts.models import Team
from app.audit.services import record
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import RefusedInput, StaleVersion
from app.foundation.ids import new_id


@dataclass(frozen=True)
class TeamContent:
    """What may be changed of a team."""

    name: str
    has_ended: bool = False


def make_team(actor: Actor, office_id: UUID, name: str) -> Team:
    """Add a team to an office.

    Raises:
        NotFound: the office lies outside the actor's reach.
        RefusedInput: the office has a team of this name.
    """
    office = queries.get_office(actor, office_id, for_update=True)
    _check_name(office.id, name, but=None)
    team = Team(id=new_id(), office_id=office.id, name=name)
    db.session.add(team)
    record(actor, "team:added", subject_type="team", subject_id=team.id, office_id=office.id, fields=["name"])
    return team


def edit_team(actor: Actor, team_id: UUID, content: TeamContent, *, based_on: int) -> Team:
    """Rename a team, end it, or let an ended one go on.

    Raises:
        NotFound: its office lies outside the actor's reach.
        StaleVersion: it was changed since version ``based_on``.
        RefusedInput: the office has another team of this name.
    """
    team = queries.get_team(actor, team_id, for_update=True)
    if team.version != based_on:
        raise StaleVersion(
            _l("Somebody else saved this team since you opened the page. Open it again and write your change there."),
            {str(_l("Name")): (team.name, content.name)} if team.name != content.name else {},
        )
    _check_name(team.office_id, content.name, but=team.id)
    # The day that it ended on stays when the page is saved again.
    values = {"name": content.name, "ended_on": (team.ended_on or now().date()) if content.has_ended else None}
    changed = [name for name, value in values.items() if getattr(team, name) != value]
    for name in changed:
        setattr(team, name, values[name])
    if changed:
        team.version += 1
        record(actor, "team:edited", subject_type="team", subject_id=team.id, office_id=team.office_id, fields=changed)
    return team


def _check_name(office_id: UUID, name: str, *, but: UUID | None) -> None:
    folded = name.casefold()
    if any(team.name.casefold() == folded and team.id != but for team in queries.list_teams([office_id])):
        raise RefusedInput(_l("This office has a team of this name already. Choose another name."), field="name")
