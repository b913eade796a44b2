"""What is added to a person's file: documents and consent."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.printing import prints
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


@bp.route("/people/<uuid:person_id>/consents/new", methods=["GET", "POST"])
@requires(Permission.RECORD_CONSENT)
@prints(_l("Consent"), hints=presenters.words_to_read)
def record_consent(person_id: UUID) -> ResponseReturnValue:
    actor, locale = current_actor(), presenters.reader_locale()
    frame = presenters.file_frame(queries.get_person(actor, person_id))
    form = forms.ConsentForm.after(queries.consents_in_force(person_id))

    def save() -> str:
        answers = form.consents.form.answers(locale)
        for answer in answers:
            services.record_consent(actor, person_id, answer)
        flash(_("What %(name)s answered is recorded.", name=frame.name) if answers else _("Nothing was changed."), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="consents")

    words = presenters.words_to_read()
    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/record_consent.html", person_id, frame=frame, words=words)
