"""Looking at rows: those with errors, and those that may be people known already."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.transactions import transaction
from app.imports import policies, presenters, queries, services
from app.imports.enums import RowOutcome
from app.imports.forms import DecideRestForm, DecideRowsForm
from app.imports.presenters.review import OUTCOMES
from app.imports.routes.blueprint import bp
from app.web.addresses import address_of_pages
from app.web.answers import saved, shown


@bp.get("/<uuid:import_id>/errors")
@requires(Permission.IMPORT_PEOPLE)
def list_errors(import_id: UUID) -> ResponseReturnValue:
    with transaction():
        brought, rows, _matched = services.look_at(
            current_actor(), import_id, {RowOutcome.ERROR}, request.args.get("page", type=int)
        )
        table = presenters.errors_page(rows.rows)
    pages = address_of_pages("imports.list_errors", import_id=import_id)
    return render_template(
        "imports/errors.html", table=table, rows=rows, page_url=pages, brought_code=brought.code, import_id=import_id
    )


@bp.get("/<uuid:import_id>/rows/<show>")
@requires(Permission.IMPORT_PEOPLE)
def review_rows(import_id: UUID, show: str) -> ResponseReturnValue:
    if show not in OUTCOMES:
        abort(404)
    form = DecideRowsForm()
    with transaction():
        brought, rows, matched = services.look_at(
            current_actor(), import_id, {OUTCOMES[show]}, request.args.get("page", type=int)
        )
        page = presenters.rows_page(brought, queries.counts_of(brought), show, rows.rows, matched)
    pages = address_of_pages("imports.review_rows", import_id=import_id, show=show)
    return render_template("imports/rows.html", page=page, rows=rows, page_url=pages, form=form, import_id=import_id, show=show)


@bp.post("/<uuid:import_id>/rows/<show>")
@requires(Permission.IMPORT_PEOPLE)
def decide_rows(import_id: UUID, show: str) -> ResponseReturnValue:
    actor, form = current_actor(), DecideRowsForm()
    here = url_for("imports.review_rows", import_id=import_id, show=show, page=request.args.get("page", type=int))

    def save() -> str:
        services.decide_rows(actor, import_id, form.decisions)
        return here

    return saved(form, save, actor=actor, told=_("Your answers are saved.")) or redirect(here, 303)


@bp.route("/<uuid:import_id>/rest", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def decide_rest(import_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), DecideRestForm()
    brought = services.open_import(actor, import_id)
    policies.check_can_decide(brought)

    def save() -> str:
        services.decide_undecided(actor, import_id, form.chosen)
        return url_for("imports.show_import", import_id=import_id)

    answer = saved(form, save, actor=actor, told=_("Your answer is saved for all that remained."))
    return answer or shown(form, "imports/rest.html", page=presenters.rest_page(brought, queries.counts_of(brought)))
