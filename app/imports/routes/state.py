"""One import: how far it is, confirming and discarding it."""

from __future__ import annotations

from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.transactions import transaction
from app.imports import policies, presenters, queries, services
from app.imports.forms import ConfirmForm
from app.imports.routes.blueprint import bp
from app.web.answers import saved, shown


@bp.get("/<uuid:import_id>")
@requires(Permission.IMPORT_PEOPLE)
def show_import(import_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    start, show = request.args.get(presenters.START, type=int), request.args.get(presenters.SHOW)
    with transaction():
        view = services.view_import(actor, import_id, start, only_to_ask=show == presenters.TO_ASK)
        page = presenters.import_page(view, actor.time_zone)
    if "HX-Request" not in request.headers:
        return render_template("imports/show.html", page=page)
    if page.is_at_work:
        return render_template("imports/_progress.html", page=page)
    # The page that waits is replaced by what was found.
    return Response(status=204, headers={"HX-Refresh": "true"})


@bp.route("/<uuid:import_id>/confirm", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE, fresh=True)
def confirm(import_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), ConfirmForm()

    def save() -> str:
        services.confirm_import(actor, import_id)
        return url_for("imports.show_import", import_id=import_id)

    answer = saved(form, save, actor=actor, told=_("The people are being registered."))
    if answer is not None:
        return answer
    brought = services.open_import(actor, import_id)
    counts = queries.counts_of(brought)
    policies.check_can_confirm(brought, undecided=counts.undecided, is_another_entered=queries.is_another_entered(brought))
    page = presenters.confirm_page(brought, counts, queries.children_to_register(brought))
    return shown(form, "imports/question.html", page=page, danger=False)


@bp.route("/<uuid:import_id>/discard", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def discard(import_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), ConfirmForm()

    def save() -> str:
        services.discard_import(actor, import_id)
        return url_for("imports.list_imports")

    answer = saved(form, save, actor=actor, told=_("The import is discarded. Nobody of it was registered."))
    if answer is not None:
        return answer
    brought = services.open_import(actor, import_id)
    policies.check_can_discard(brought)
    return shown(form, "imports/question.html", page=presenters.discard_page(brought), danger=True)
