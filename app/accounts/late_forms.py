"""A form that arrives after its sender's session, or their last proof, ran out is kept, and sent on by them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Response, current_app, flash, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import queries, services, sessions
from app.accounts.doors import actor_for, current_actor
from app.accounts.drafts import KEEP, QUIETLY, to_the_script
from app.accounts.freshness import is_fresh
from app.accounts.models import HeldForm, User
from app.accounts.sessions.store import own_transaction
from app.foundation import access
from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from app.web.error_pages import NEVER_SENT_BACK

SENT_ON = "held_form"
"""The field by which a form that was kept tells which one it is."""
WAITING = "held_forms"
"""Session key: how many forms waited when their sender signed in."""
TAKEN_OVER = frozenset({HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Saved, or shown again for mending: in both cases the page has what was typed."""


def init_app(app: Flask) -> None:
    """After the guard against forged forms: what is kept came from a page of ours."""
    app.before_request(hold_late_form)
    app.before_request(hold_unproven_form)
    app.after_request(drop_form_sent_on)
    app.context_processor(address_of_waiting)


def hold_late_form() -> ResponseReturnValue | None:
    """Keep the form of somebody whose time ran out, and lead them to the sign-in; nothing for every other request."""
    sender = _late_sender() if request.method == "POST" and request.endpoint and not _is_public() else None
    if sender is None:
        return None
    if request.form.get(KEEP) == QUIETLY:
        return to_the_script(HTTPStatus.UNAUTHORIZED)  # the browser keeps it until its writer is back
    if "HX-Request" in request.headers:
        return Response(status=HTTPStatus.NO_CONTENT)  # only a part of a page: its form is still with its writer
    if not _is_kept_for(actor_for(sender)):
        return None
    flash(_("What you sent is kept for you. Sign in, and send it on."), "info")
    return redirect(url_for("security.login", next=url_for("accounts.list_held_forms")), HTTPStatus.SEE_OTHER)


def hold_unproven_form() -> ResponseReturnValue | None:
    """Keep the form of somebody whose last proof is too old for it, and lead them to prove themselves once more."""
    view = current_app.view_functions.get(str(request.endpoint))
    if request.method != "POST" or not getattr(view, "fresh", False) or is_fresh() or not current_user.is_authenticated:
        return None
    sender = current_actor()
    if not _is_kept_for(sender):
        return None
    access.enter(sender)  # who sends a late form has left again; who sends this one goes on
    count_waiting(current_user)
    flash(_("What you sent is kept for you. Prove that it is you, and send it on."), "info")
    return redirect(url_for("accounts.prove_again", next=url_for("accounts.list_held_forms")), HTTPStatus.SEE_OTHER)


def _is_kept_for(sender: Actor) -> bool:
    """Keep the form of this request; False where it holds nothing that was typed, or cannot be sent twice safely."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_SENT_BACK | {SENT_ON}]
    submission_id = _submission_id()
    if submission_id is None or len(fields) < 2:
        return False
    _hold(sender, submission_id, fields)
    return True


def _hold(sender: Actor, submission_id: UUID, fields: Sequence[tuple[str, str]]) -> None:
    """Keep the form in the name of its sender, who is known by their token and not signed in."""
    access.enter(sender)
    try:
        with transaction():
            address = request.full_path.removesuffix("?")
            services.hold_form(sender, address=address, submission_id=submission_id, fields=fields)
    finally:
        access.leave()


def _late_sender() -> User | None:
    known = sessions.current().known
    is_late = known and known.over and known.over.keeps_what_is_sent
    return known.user if known and is_late and known.user and known.user.active else None


def _is_public() -> bool:
    return bool(getattr(current_app.view_functions[str(request.endpoint)], "public", False))


def _submission_id() -> UUID | None:
    """The id that every form of ours carries; without it, sending on could double what is saved."""
    try:
        return UUID(request.form.get("submission_id", ""))
    except ValueError:
        return None


def drop_form_sent_on(response: Response) -> Response:
    """Forget a form that waited, once its page has it."""
    if request.method != "POST" or response.status_code not in TAKEN_OVER or not request.form.get(SENT_ON):
        return response
    if current_user.is_authenticated:
        with own_transaction() as own:
            mine = sa.and_(HeldForm.user_id == current_user.id, sa.cast(HeldForm.id, sa.Text) == request.form[SENT_ON])
            own.execute(sa.delete(HeldForm).where(mine))
        count_waiting(current_user)
    return response


def count_waiting(user: User) -> None:
    """Remember in the session how many forms wait, so that pages can say so without asking the database."""
    waiting = queries.count_held_forms(user.id)
    if waiting:
        session[WAITING] = waiting
    else:
        session.pop(WAITING, None)


def address_of_waiting() -> dict[str, Any]:
    """What the layout needs to tell on every page that forms wait."""
    waits = has_request_context() and session.get(WAITING)
    return {"waiting_forms_url": url_for("accounts.list_held_forms") if waits else None}
