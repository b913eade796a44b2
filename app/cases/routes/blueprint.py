"""The door of this room, and which of its pages are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from app.accounts.doors import current_actor
from app.cases.policies import CaseAction, check_can_act
from app.web.forms import Form

if TYPE_CHECKING:
    from app.cases.models import Case

bp = Blueprint("cases", __name__, template_folder="../templates")


def check_offered(form: Form, action: CaseAction, case: Case) -> None:
    """Do not show the page of a step that the case does not admit; a form that was sent is for its service to judge.

    Raises:
        NotAllowed, WrongState: as their sentences say.
    """
    if not form.is_submitted():
        check_can_act(current_actor(), action, case)
