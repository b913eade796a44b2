"""The page behind a one-time link: whoever holds it chooses a password and goes on to the next step of signing in."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import presenters, services
from app.accounts.doors import public_door
from app.accounts.forms import NewPasswordForm
from app.accounts.routes.blueprint import bp
from app.accounts.second_factor import half_signed_in
from app.extensions import limiter
from app.foundation.errors import NotFound, RefusedInput, WrongState
from app.foundation.transactions import transaction
from app.web.answers import shown
from app.web.forms import refused_into

TRIES_OF_A_LINK = "20 per minute; 100 per hour"
GONE = 410


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public_door
@limiter.limit(TRIES_OF_A_LINK)
def accept_invitation(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    try:
        invitation = services.open_invitation(token)
        words = presenters.words_of_link(invitation)
        answer = _accept(token, form)
    except NotFound as refusal:
        return render_template("accounts/invitation_closed.html", sentence=refusal.sentence), refusal.status
    except WrongState as refusal:
        if half_signed_in.present() or current_user.is_authenticated:
            return _on_the_way_in()  # the form was sent twice, and the first time did it
        return render_template("accounts/invitation_closed.html", sentence=refusal.sentence), GONE
    return answer or shown(form, "accounts/accept_invitation.html", **words)


def _accept(token: str, form: NewPasswordForm) -> ResponseReturnValue | None:
    """Set the password and go on; None when the form has to be shown (again)."""
    if not form.validate_on_submit():
        return None
    try:
        with transaction():
            user = services.accept_invitation(token, str(form.password.data))
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return None
    half_signed_in.begin(user, by="link")
    return _on_the_way_in()


def _on_the_way_in() -> ResponseReturnValue:
    return redirect(url_for("accounts.take_next_step"), 303)
