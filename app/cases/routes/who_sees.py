"""Who can see the file of a case, and why."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.services import read_who_sees
from app.cases import presenters, queries
from app.cases.routes.blueprint import bp
from app.foundation.transactions import transaction


@bp.get("/cases/<uuid:case_id>/access")
@requires(Permission.VIEW_CASE)
def show_who_sees(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = queries.get_case(actor, case_id)
        found = read_who_sees(actor, "case", case_id, queries.place_of(case))
        return render_template("accounts/who_sees.html", page=presenters.who_sees_page(case, found))
