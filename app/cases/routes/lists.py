"""The list of cases."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.queries import list_covers_of
from app.cases import presenters, queries, services
from app.cases.forms import CasesForm, Whose
from app.cases.routes.blueprint import bp
from app.foundation.clock import today_in
from app.foundation.transactions import transaction


@bp.get("/cases")
@requires(Permission.VIEW_CASE)
def list_cases() -> ResponseReturnValue:
    actor = current_actor()
    usual = Whose.OFFICE if actor.may(Permission.REVIEW_CASELOAD) else Whose.MINE
    form = CasesForm(request.args, data={"whose": usual.value})
    with transaction():
        colleagues = queries.list_possible_caseworkers(actor, actor.offices_for(Permission.VIEW_CASE))
        form.offer(presenters.whose_choices(actor, colleagues, list_covers_of(actor)), usual=usual)
        wanted = form.case_filter(reader_id=actor.id, today=today_in(actor.time_zone))
        found = queries.list_cases(actor, wanted, request.args.get("page", type=int))
        services.record_listing(actor, len(found.rows))
        page = presenters.cases_page(actor, found, form)
        return render_template("cases/list.html", page=page, narrowing=form)
