"""The sheet that a person takes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import abort, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts.doors import current_actor, requires
from app.accounts.freshness import gives_a_file
from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.transactions import transaction
from app.people import policies, presenters, queries, questions, services
from app.people.enums import SheetKind
from app.people.routes.blueprint import bp
from app.web.languages import LANGUAGES

if TYPE_CHECKING:
    from app.people.models import Person


@bp.get("/people/<uuid:person_id>/sheet")
@requires(Permission.VIEW_PERSON)
def show_sheet(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    policies.check_takes_sheet(queries.get_person(actor, person_id))
    with transaction():
        person = services.open_file(actor, person_id)
        page = presenters.sheet_page(person, queries.list_consents(actor, person))
    return render_template("people/sheet.html", page=page)


@bp.get("/people/<uuid:person_id>/sheet/<language>.pdf")
@requires(Permission.VIEW_PERSON)
@gives_a_file
def download_sheet(person_id: UUID, language: str) -> ResponseReturnValue:
    def full(actor: Actor, person: Person) -> Mapping[str, Any]:
        work = [part for answer in questions.work_on_sheet.ask_all(actor, person) for part in answer]
        today = today_in(person.office.time_zone)
        return presenters.full_sheet(person, queries.list_consents(actor, person), work, today)

    return _given_out(person_id, SheetKind.FULL, language, full)


@bp.get("/people/<uuid:person_id>/sheet/<language>-1.pdf")
@requires(Permission.VIEW_PERSON)
@gives_a_file
def download_neutral_sheet(person_id: UUID, language: str) -> ResponseReturnValue:
    """Its address stands in the history of a browser: it says no more than that there are two."""
    return _given_out(person_id, SheetKind.NEUTRAL, language, lambda _actor, person: presenters.neutral_sheet(person))


def _given_out(
    person_id: UUID, kind: SheetKind, language: str, made: Callable[[Actor, Person], Mapping[str, Any]]
) -> ResponseReturnValue:
    if language not in LANGUAGES:
        abort(404)
    actor = current_actor()
    with transaction(), force_locale(language):
        person = services.hand_out_sheet(actor, person_id, kind, language)
        content = presenters.write_sheet(made(actor, person), language=language, made_at=now())
        name = presenters.sheet_name(person, kind, language)
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
