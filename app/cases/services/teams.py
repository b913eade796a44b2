"""Giving a case to a team of its office, or taking it back to the whole office."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.cases import policies, queries
from app.cases.models import Case
from app.cases.policies import CaseAction
from app.cases.services.assignment import write_assignment
from app.cases.services.file import record_on_case
from app.cases.services.status import check_is_current
from app.foundation.actor import Actor
from app.foundation.database import db
from app.foundation.errors import RefusedInput


@dataclass(frozen=True)
class MoveToTeam:
    """Where a case goes.

    Attributes:
        team_id: one of the teams of the case's office; None for the whole office.
        based_on: the version of the case that the page showed.
    """

    team_id: UUID | None
    reason: str
    based_on: int


@dataclass(frozen=True)
class Moved:
    """What came of a move. ``taken_off`` names who carried the case and can no longer see it."""

    case: Case
    taken_off: str | None


def move_to_team(actor: Actor, case_id: UUID, move: MoveToTeam) -> Moved:
    """Change whose case it is; all that belongs to it follows in the same statement, and so does who can see it.

    A caseworker who loses sight of the case no longer carries it.

    Raises:
        NotFound: no such case in the actor's scope.
        NotAllowed: the actor does not share out the cases of the whole office.
        StaleVersion: the case was changed since the page was shown.
        RefusedInput: the team is not one of the office's, has ended, or has the case already.
    """
    case = queries.get_case(actor, case_id, for_update=True)
    check_is_current(case, based_on=move.based_on, written=move.reason)
    policies.check_can_act(actor, CaseAction.MOVE_TO_TEAM, case)
    policies.check_can_move(actor, case)
    _check_team(actor, case, move.team_id)
    case.team_id = move.team_id
    case.version += 1
    db.session.flush()
    db.session.refresh(case, ["scope_id", "team"])
    carrier, sees_it = case.caseworker, {user.id for user in queries.list_who_may_carry(actor, queries.place_of(case))}
    stays = carrier is not None and carrier.id in sees_it
    write_assignment(actor, case, carrier.id if carrier and stays else None, move.reason)
    record_on_case(actor, "case:moved_to_team", case, fields=["team", "caseworker", "reason"])
    return Moved(case, carrier.name if carrier and not stays else None)


def _check_team(actor: Actor, case: Case, team_id: UUID | None) -> None:
    if team_id == case.team_id:
        raise RefusedInput(_l("The case is there already. Choose another place."), field="team_id")
    if team_id is not None and team_id not in {team.id for team in queries.list_teams_of(actor, case)}:
        raise RefusedInput(_l("This team takes no cases of this office. Choose another one."), field="team_id")
