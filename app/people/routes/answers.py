"""The usual answer to a form: show it, show it again with what is wrong, or save it once and go on."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect
from flask.typing import ResponseReturnValue

from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput
from app.foundation.submissions import save_once
from app.web.forms import Form, refused_into


def save_or_show(form: Form, actor: Actor, save: Callable[[], str], show: Callable[[], str]) -> ResponseReturnValue:
    """Answer a page with one form.

    Args:
        save: does the work inside a transaction and gives the address to go to.
        show: draws the page; what was typed stands in the form.
    """
    if not form.is_submitted():
        return show()
    if not form.validate():
        return show(), 422
    try:
        return redirect(save_once(form.submission_id.data, actor=actor, content=form.content(), save=save), 303)
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return show(), 422
