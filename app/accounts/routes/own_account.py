"""One's own account: language and password."""

from __future__ import annotations

from flask import session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_required

from app.accounts import presenters, queries, services, sessions
from app.accounts.doors import current_actor
from app.accounts.forms import ChangePasswordForm, LanguageForm
from app.accounts.freshness import asks_for_fresh_proof
from app.accounts.routes.blueprint import bp
from app.extensions import limiter
from app.web.answers import saved, shown
from app.web.languages import choose_locale

TRIES_TO_CHANGE_IT = "10 per minute; 60 per hour"


@bp.route("/account", methods=["GET", "POST"])
@login_required
def own_account() -> ResponseReturnValue:
    actor = current_actor()
    user = queries.get_own_account(actor)
    form = LanguageForm(data={"locale": choose_locale()})
    rows = presenters.own_account_rows(user, queries.list_grants([user.id]))

    def save() -> str:
        services.choose_language(actor, str(form.locale.data))
        session["locale"] = form.locale.data
        return url_for("accounts.own_account")

    answer = saved(form, save, actor=actor, told=_("The language was saved."))
    return answer or shown(form, "accounts/own_account.html", rows=rows)


@bp.route("/account/password", methods=["GET", "POST"])
@login_required
@asks_for_fresh_proof
@limiter.limit(TRIES_TO_CHANGE_IT, methods=["POST"])
def choose_password() -> ResponseReturnValue:
    actor = current_actor()
    form = ChangePasswordForm()

    def save() -> str:
        known = sessions.current().known
        user = services.change_password(
            actor,
            current=form.current_password.data or "",
            wanted=form.password.data or "",
            kept_session=known.id if known else None,
        )
        # All sessions of the user have ended; this one goes on under the new mark.
        session["_user_id"] = user.get_id()
        return url_for("accounts.own_account")

    answer = saved(form, save, actor=actor, told=_("Your password was changed. Other devices have to sign in again."))
    return answer or shown(form, "accounts/choose_password.html")
