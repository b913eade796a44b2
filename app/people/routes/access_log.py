"""Who opened a person's file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.services import read_access_log
from app.foundation.transactions import transaction
from app.people import policies, presenters, queries
from app.people.routes.blueprint import bp


@bp.get("/people/<uuid:person_id>/access-log")
@requires(Permission.VIEW_ACCESS_LOG)
def show_access_log(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        person = queries.get_person(actor, person_id)
        policies.check_can_view_access_log(actor, person)
        log = read_access_log(
            actor, "person", person_id, office_id=person.audit_office_id, page=request.args.get("page", type=int)
        )
        page = presenters.access_log_page(actor, person, log)
    return render_template("accounts/access_log.html", page=page)
