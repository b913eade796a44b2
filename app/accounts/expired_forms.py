"""A form whose token is no longer good: its session ended, or its sender signed in anew since the page was opened.

What was typed is shown again and never carried out: only a tap on a page drawn for the present session saves it. A form
that another site may have made is not shown again at all.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from app.accounts import drafts
from app.accounts.doors import current_actor
from app.accounts.drafts import KEEP, QUIETLY, to_the_script
from app.foundation.errors import WrongState
from app.web.error_pages import answer_domain_error, answer_forged_form, kept_fields, typed_words
from app.web.gatekeeper import came_from_own_page


def init_app(app: Flask) -> None:
    """After the error pages, in whose place it answers."""
    app.register_error_handler(CSRFError, answer_expired_form)


def answer_expired_form(error: CSRFError) -> ResponseReturnValue:
    view = current_app.view_functions.get(str(request.endpoint))
    if view is None or getattr(view, "public", False) or not came_from_own_page():
        return answer_forged_form(error)
    if request.form.get(KEEP) == QUIETLY:
        return to_the_script(HTTPStatus.UNAUTHORIZED)  # the browser keeps it until its writer is back
    if "HX-Request" in request.headers:
        return answer_forged_form(error)  # only a part of a page: its form is still with its writer
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    return _open_as_draft() if drafts.keeps_forms_of(view) else _offer_again()


def _ask_to_sign_in() -> ResponseReturnValue:
    """The way to sign in and back to the form; the page carries what was typed, for browsers that keep no copy."""
    fields = list(kept_fields())
    if not fields:
        return redirect(url_for("security.login"), HTTPStatus.SEE_OTHER)
    is_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    page = render_template(
        "accounts/session_ended.html",
        fields=fields,
        submission_id=request.form.get("submission_id", ""),
        sign_in=url_for("security.login", next=drafts.own_address() if is_page else "/"),
        has_files=any(file.filename for file in request.files.values()),
    )
    return page, HTTPStatus.UNAUTHORIZED


def _open_as_draft() -> ResponseReturnValue:
    """Signed in again: the form opens as it was typed, and waits to be saved."""
    try:
        address = drafts.keep_what_was_sent(current_actor())
    except WrongState as refusal:
        return answer_domain_error(refusal)
    flash(_("You signed in anew after this form was opened. Nothing is saved yet: look at it once more and save it."), "warning")
    return redirect(address, HTTPStatus.SEE_OTHER)


def _offer_again() -> ResponseReturnValue:
    """The same for a form of which no drafts are kept: what it holds, and a button that sends it in the present session."""
    page = render_template(
        "accounts/form_expired.html",
        fields=list(kept_fields()),
        words=typed_words(),
        address=request.full_path.removesuffix("?"),
        name=current_user.name,
    )
    return page, HTTPStatus.BAD_REQUEST
