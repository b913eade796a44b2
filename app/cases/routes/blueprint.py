"""The door of this room, and how its forms are saved and shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor
from app.cases.policies import CaseAction, check_can_act
from app.foundation.errors import RefusedInput
from app.foundation.submissions import save_once
from app.web.forms import Form, refused_into

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


def save(form: Form, work: Callable[[], str], *, told: str) -> ResponseReturnValue | None:
    """Save a form that was sent and is in order; None when its page has to be shown (again).

    Args:
        work: the use case; gives the address to go to.
        told: what the next page says.
    """
    if not form.validate_on_submit():
        return None
    try:
        location = save_once(UUID(str(form.submission_id.data)), actor=current_actor(), content=form.content(), save=work)
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return None
    flash(told, "success")
    return redirect(location, 303)


def show(form: Form, template: str, **context: object) -> ResponseReturnValue:
    """The form's page: 422 with the typed text and what to mend when it was sent, 200 at first."""
    return render_template(template, form=form, **context), 422 if form.is_submitted() else 200
