"""What this room answers to the questions of cases; ``app/wiring.py`` connects it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from app.cases.models import Case
from app.cases.policies import CaseAction, can_act, can_move
from app.cases.queries import list_teams_of
from app.foundation.actor import Actor
from app.web.page_parts import Action


def actions(actor: Actor, case: Case) -> Sequence[Action]:
    """Giving this case to a colleague or to a team, for supervisors."""
    offered = []
    if can_act(actor, CaseAction.ASSIGN, case):
        offered.append(Action(_("Reassign case"), url_for("supervision.reassign", case=case.id)))
    if can_move(actor, case) and (case.team_id or list_teams_of(actor, case)):
        offered.append(Action(_("Give to a team"), url_for("cases.move_to_team", case_id=case.id)))
    return offered
