"""The blueprint, and the way in which all forms of the room are saved."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor
from app.foundation.errors import RefusedInput
from app.foundation.submissions import save_once
from app.web.forms import Form, refused_into

bp = Blueprint("accounts", __name__, template_folder="../templates")


def saved(form: Form, save: Callable[[], str], *, told: str | None = None) -> ResponseReturnValue | None:
    """Save a form that was sent and is in order, and go where ``save`` says; None when the page has to be shown (again)."""
    if not form.validate_on_submit():
        return None
    try:
        location = save_once(UUID(str(form.submission_id.data)), actor=current_actor(), content=form.content(), save=save)
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return None
    if told:
        flash(told, "success")
    return redirect(location, 303)


def status_of(form: Form) -> int:
    """422 for a form that was sent and has to be mended, 200 at first."""
    return 422 if form.is_submitted() else 200
