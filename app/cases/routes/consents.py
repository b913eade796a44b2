"""The list of consents to ask for again."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.cases import presenters, queries, services
from app.cases.forms import Whose
from app.cases.routes.blueprint import bp
from app.foundation.transactions import transaction


@bp.get("/cases/consents")
@requires(Permission.VIEW_CASE)
def list_renewals() -> ResponseReturnValue:
    """Narrowed by ``whose``; without an answer as the list of cases."""
    actor = current_actor()
    usual = Whose.OFFICE if actor.may(Permission.REVIEW_CASELOAD) else Whose.MINE
    asked = request.args.get("whose")
    whose = Whose(asked) if asked in {Whose.MINE, Whose.OFFICE} else usual
    with transaction():
        mine = actor.id if whose is Whose.MINE else None
        found = queries.list_renewals(actor, mine, request.args.get("page", type=int))
        services.record_listing(actor, len(found.rows))
        return render_template("cases/renewals.html", page=presenters.renewals_page(actor, found, whose))
