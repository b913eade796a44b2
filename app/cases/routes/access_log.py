"""Who opened the file of a case."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.services import read_access_log
from app.cases import presenters, queries
from app.cases.policies import check_can_view_access_log
from app.cases.routes.blueprint import bp
from app.foundation.transactions import transaction


@bp.get("/cases/<uuid:case_id>/access-log")
@requires(Permission.VIEW_ACCESS_LOG)
def show_access_log(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = queries.get_case(actor, case_id)
        check_can_view_access_log(actor, case)
        log = read_access_log(actor, "case", case_id, office_id=case.audit_office_id, page=request.args.get("page", type=int))
        page = presenters.access_log_page(actor, case, log)
    return render_template("accounts/access_log.html", page=page)
