"""Where one is signed in, and the forms that waited while one was not."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from app.accounts import presenters, queries, services, sessions
from app.accounts.doors import current_actor, requires
from app.accounts.forms import ConfirmForm
from app.accounts.late_forms import SENT_ON, count_waiting
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.web.answers import saved


@bp.get("/account/sessions")
@login_required
def list_sessions() -> ResponseReturnValue:
    page = presenters.sessions_page(queries.list_own_sessions(current_actor()), this_one=_this_one())
    return render_template("accounts/sessions.html", page=page, form=ConfirmForm())


@bp.post("/account/sessions/<uuid:session_id>/close")
@login_required
def close_session(session_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        services.end_own_session(current_actor(), session_id)
        flash(_("The session was closed. That device has to sign in again."), "success")
        return url_for("accounts.list_sessions")

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


@bp.post("/account/sessions/close-others")
@login_required
def close_other_sessions() -> ResponseReturnValue:
    def save() -> str:
        services.end_other_sessions(current_actor(), but=_this_one())
        flash(_("All other sessions were closed. Those devices have to sign in again."), "success")
        return url_for("accounts.list_sessions")

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


@bp.post("/accounts/<uuid:user_id>/sign-out")
@requires(Permission.MANAGE_ACCOUNTS)
def sign_out_everywhere(user_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        number = services.sign_out_everywhere(current_actor(), user_id)
        flash(
            ngettext("%(num)s session was closed.", "%(num)s sessions were closed.", number)
            if number
            else _("No session was open."),
            "success",
        )
        return url_for("accounts.show_user", user_id=user_id)

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)


@bp.get("/account/held-forms")
@login_required
def list_held_forms() -> ResponseReturnValue:
    forms = queries.list_held_forms(current_actor())
    if not forms:
        count_waiting(current_user)
        return redirect("/", 303)
    parts = [presenters.held_form_part(form, sent_on=SENT_ON) for form in forms]
    return render_template("accounts/held_forms.html", parts=parts, form=ConfirmForm())


@bp.post("/account/held-forms/<uuid:held_form_id>/discard")
@login_required
def discard_held_form(held_form_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        services.discard_held_form(current_actor(), held_form_id)
        flash(_("The form was thrown away."), "success")
        return url_for("accounts.list_held_forms")

    answer = saved(ConfirmForm(), save, actor=current_actor()) or abort(400)
    count_waiting(current_user)
    return answer


def _this_one() -> UUID | None:
    known = sessions.current().known
    return known.id if known else None
