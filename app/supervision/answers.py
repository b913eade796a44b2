"""What this room answers to the questions of cases; ``app/wiring.py`` connects it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from app.cases.models import Case
from app.cases.policies import CaseAction, can_act
from app.foundation.actor import Actor
from app.web.page_parts import Action


def actions(actor: Actor, case: Case) -> Sequence[Action]:
    """Giving this case to a colleague, for supervisors."""
    if not can_act(actor, CaseAction.ASSIGN, case):
        return []
    return [Action(_("Reassign case"), url_for("supervision.reassign", case=case.id))]
