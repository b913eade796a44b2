"""The usual answer to a page with one form: show it, show it again with what is wrong, or save it once and go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.foundation.actor import Actor
from app.foundation.errors import RefusedInput
from app.foundation.submissions import location_of, save_once
from app.web.forms import Form, refused_into


def saved(form: Form, save: Callable[[], str], *, actor: Actor, told: str | None = None) -> ResponseReturnValue | None:
    """Save a form that was sent and is in order, and go on; None when its page has to be shown (again).

    Args:
        save: does the work inside a transaction and gives the address to go to.
        told: what the next page says; None where ``save`` has said it.
    """
    if not form.validate_on_submit():
        return _answer_of_first_time(form, actor)
    try:
        location = save_once(form.submission_id.data, actor=actor, content=form.content(), save=save)
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return None
    if told:
        flash(told, "success")
    return redirect(location, 303)


def _answer_of_first_time(form: Form, actor: Actor) -> ResponseReturnValue | None:
    """Of a form that was saved before and would be refused by now: what it was saved with has changed since."""
    submission_id = form.submission_id.data
    if not form.is_submitted() or not isinstance(submission_id, UUID):
        return None
    location = location_of(submission_id, actor, content=form.content())
    return redirect(location, 303) if location else None


def offer_next(text: str, href: str) -> None:
    """Offer on the next page, beneath what was done, what is mostly done after it."""
    flash(cast("str", {"text": text, "href": href}), "next")


def shown(form: Form, template: str, **context: object) -> ResponseReturnValue:
    """The form's page: 422 with the typed text and what to mend when it was sent, 200 at first."""
    return render_template(template, form=form, **context), 422 if form.is_submitted() else 200
