"""What is added to a person's file: documents."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.people import forms, presenters, queries, services
from app.people.routes.blueprint import bp
from app.people.routes.reading import shown_in_file
from app.web.answers import saved


@bp.route("/people/<uuid:person_id>/documents/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def add_document(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    frame, nationalities = presenters.file_frame(person), services.facts_of(person).nationalities
    form = forms.DocumentForm.for_actor(actor, presenters.reader_locale(), nationalities)

    def save() -> str:
        services.add_document(actor, person_id, form.document)
        flash(_("The document is in the file of %(name)s.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="documents")

    return saved(form, save, actor=actor) or shown_in_file(form, "people/add_document.html", person_id, frame=frame)
