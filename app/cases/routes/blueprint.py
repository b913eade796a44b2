"""The door of this room, and which of its pages are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor
from app.cases import services
from app.cases.policies import CaseAction, check_can_act
from app.foundation.transactions import transaction
from app.web.answers import shown
from app.web.forms import Form

if TYPE_CHECKING:
    from app.cases.models import Case

bp = Blueprint("cases", __name__, template_folder="../templates")


def shown_in_file(form: Form, template: str, case_id: UUID, section: str, **context: object) -> ResponseReturnValue:
    """``shown`` for a form that stands in the file of a case, with its row in the audit."""
    with transaction():
        services.open_file(current_actor(), case_id, section=section)
    return shown(form, template, **context)


def check_offered(form: Form, action: CaseAction, case: Case) -> None:
    """Do not show the page of a step that the case does not admit; a form that was sent is for its service to judge.

    Raises:
        NotAllowed, WrongState: as their sentences say.
    """
    if not form.is_submitted():
        check_can_act(current_actor(), action, case)
