"""Covers of absent colleagues, for those who share out cases and for administrators."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.forms import ConfirmForm, CoverForm
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.foundation.clock import today_in
from app.web.answers import saved, shown
from app.web.filters import day


@bp.get("/covers")
@requires(Permission.ARRANGE_COVER)
def list_covers() -> ResponseReturnValue:
    covers = queries.list_covers(current_actor())
    granters = queries.names_of_users(cover.grants[0].granted_by for cover in covers if cover.grants[0].granted_by)
    return render_template("accounts/covers.html", table=presenters.covers_table(covers, granters))


@bp.route("/covers/new", methods=["GET", "POST"])
@requires(Permission.ARRANGE_COVER)
def begin_cover() -> ResponseReturnValue:
    actor = current_actor()
    form = CoverForm(data={"covered_id": request.args.get("covered"), "first_day": today_in(actor.time_zone)})
    form.offer(presenters.colleagues_to_choose(queries.list_coverable(actor)))

    def save() -> str:
        cover = services.begin_cover(actor, form.cover())
        names = {"user": cover.user.name, "covered": queries.names_of_users([form.cover().covered_id])[form.cover().covered_id]}
        flash(_("%(user)s covers %(covered)s until %(day)s.", **names, day=day(cover.last_day)), "success")
        return url_for("accounts.list_covers")

    return saved(form, save, actor=actor) or shown(form, "accounts/new_cover.html")


@bp.post("/covers/<uuid:grant_id>/end")
@requires(Permission.ARRANGE_COVER)
def end_cover(grant_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        cover = services.end_cover(current_actor(), grant_id)
        names = {"user": cover.user.name, "covered": cover.covered.name}
        flash(_("%(user)s no longer covers %(covered)s.", **names), "success")
        return url_for("accounts.list_covers")

    return saved(ConfirmForm(), save, actor=current_actor()) or abort(400)
