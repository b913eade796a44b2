"""Breaking the glass, closing it, and reviewing what was done."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.emergency import policies, presenters, queries, services
from app.emergency.forms import BreakGlassForm, ReviewForm
from app.foundation.errors import RefusedInput
from app.foundation.transactions import transaction
from app.web.answers import saved, shown
from app.web.forms import refused_into

bp = Blueprint("emergency", __name__, template_folder="templates")


@bp.route("/emergency/open", methods=["GET", "POST"])
@requires(Permission.BREAK_GLASS, fresh=True)
def break_glass() -> ResponseReturnValue:
    actor = current_actor()
    form = BreakGlassForm()
    if form.validate_on_submit() and not services.leads_somewhere(actor, str(form.code.data)):
        with transaction():
            services.record_refused_try(actor)
        refused_into(form, RefusedInput(policies.NO_SUCH_FILE, field="code"))
        return shown(form, "emergency/open.html")

    def save() -> str:
        use = services.break_glass(actor, str(form.code.data), str(form.reason.data))
        return url_for("people.show_person", person_id=use.person_id)

    return saved(form, save, actor=actor) or shown(form, "emergency/open.html")


@bp.post("/people/<uuid:person_id>/emergency/close")
@requires(Permission.BREAK_GLASS)
def close_access(person_id: UUID) -> ResponseReturnValue:
    with transaction():
        services.close_access_to(current_actor(), person_id)
    flash(_("The access is closed."), "success")
    return redirect("/", 303)


@bp.get("/emergency")
@requires(Permission.REVIEW_BREAK_GLASS)
def list_uses() -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        uses = services.open_list(actor, request.args.get("page", type=int))
        page = presenters.uses_page(actor, uses, queries.codes_opened(uses.rows))
        return render_template("emergency/list.html", page=page)


@bp.get("/emergency/<uuid:use_id>")
@requires(Permission.READ_BREAK_GLASS)
def show_use(use_id: UUID) -> ResponseReturnValue:
    return _show(use_id, _review_form())


@bp.post("/emergency/<uuid:use_id>")
@requires(Permission.REVIEW_BREAK_GLASS)
def review(use_id: UUID) -> ResponseReturnValue:
    form = _review_form()

    def save() -> str:
        services.review(current_actor(), use_id, form.review())
        return url_for("emergency.show_use", use_id=use_id)

    return saved(form, save, actor=current_actor(), told=_("Your decision is written down.")) or _show(use_id, form)


@bp.post("/emergency/<uuid:use_id>/seen")
@requires(Permission.READ_BREAK_GLASS)
def mark_seen(use_id: UUID) -> ResponseReturnValue:
    with transaction():
        services.mark_seen(current_actor(), use_id)
    return redirect("/", 303)


@bp.post("/emergency/<uuid:use_id>/close")
@requires(Permission.READ_BREAK_GLASS)
def close_use(use_id: UUID) -> ResponseReturnValue:
    with transaction():
        services.close_access(current_actor(), use_id)
    flash(_("The access is closed."), "success")
    return redirect(url_for("emergency.show_use", use_id=use_id), 303)


def _review_form() -> ReviewForm:
    form = ReviewForm()
    form.offer()
    return form


def _show(use_id: UUID, form: ReviewForm) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        use = services.open_use(actor, use_id)
        notice = queries.find_notice(actor, use_id)
        is_told = notice is not None and notice.seen_at is None
        page = presenters.use_page(actor, use, queries.codes_opened([use]), is_told=is_told)
        return shown(form, "emergency/show.html", page=page)
