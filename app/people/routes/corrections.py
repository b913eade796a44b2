"""What was corrected in a person's file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.transactions import transaction
from app.people import presenters, services
from app.people.routes.blueprint import bp


@bp.get("/people/<uuid:person_id>/corrections")
@requires(Permission.VIEW_PERSON)
def show_corrections(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        person, changes = services.read_corrections(actor, person_id, page=request.args.get("page", type=int))
        page = presenters.corrections_page(actor, person, changes)
    return render_template("people/corrections.html", page=page)
