"""Asking for the erasure of a file, and the pages of who decides."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.data_protection import forms, presenters, queries, services
from app.data_protection.routes.blueprint import bp
from app.foundation.transactions import transaction
from app.people import queries as people
from app.web.addresses import address_of_pages
from app.web.answers import saved, shown


@bp.route("/people/<uuid:person_id>/erasure", methods=["GET", "POST"])
@requires(Permission.REQUEST_ERASURE)
def request_erasure(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    form = forms.RequestErasureForm()

    def save() -> str:
        services.request_erasure(actor, person_id, form.chosen)
        return url_for("data_protection.request_erasure", person_id=person_id)

    person = people.get_person(actor, person_id)
    hindrance = services.what_hinders(person_id)
    page = presenters.erasure_page(actor, person, queries.latest_of(actor, person), hindrance)
    told = _("The erasure is asked for. The data-protection focal point decides.")
    answer = saved(form, save, actor=actor, told=told)
    return answer or shown(form, "data_protection/erasure.html", page=page)


@bp.get("/erasures")
@requires(Permission.DECIDE_ERASURE)
def list_erasures() -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        requests = services.list_requests_for(actor, request.args.get("page", type=int))
        table = presenters.requests_table(requests.rows, actor.time_zone)
    page_url = address_of_pages("data_protection.list_erasures")
    return render_template("data_protection/erasures.html", requests=requests, table=table, page_url=page_url)


@bp.route("/erasures/<uuid:request_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_ERASURE)
def show_request(request_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    form = forms.DecideErasureForm()

    def save() -> str:
        services.settle_request(actor, request_id, step=str(form.decision.data))
        return url_for("data_protection.list_erasures")

    answer = saved(form, save, actor=actor, told=_("Your decision is written down."))
    if answer is not None:
        return answer
    with transaction():
        page = presenters.decision_page(actor, services.open_request(actor, request_id))
    return shown(form, "data_protection/decision.html", page=page)
