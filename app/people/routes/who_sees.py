"""Who can see the file of a person, and why."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.services import read_who_sees
from app.foundation.transactions import transaction
from app.people import presenters, queries
from app.people.routes.blueprint import bp


@bp.get("/people/<uuid:person_id>/access")
@requires(Permission.VIEW_PERSON)
def show_who_sees(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        person = queries.get_person(actor, person_id)
        found = read_who_sees(actor, "person", person_id, queries.place_of(person))
        return render_template("accounts/who_sees.html", page=presenters.who_sees_page(person, found))
