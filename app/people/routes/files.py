"""What is added to a person's file: documents and stay."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.people import forms, policies, presenters, queries, services
from app.people.labels import STAY_LABELS
from app.people.routes.blueprint import bp
from app.people.routes.reading import file_after_saving, shown_in_file
from app.web.answers import saved


@bp.route("/people/<uuid:person_id>/documents/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("Identity document"))
def add_document(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    frame, nationalities = presenters.file_frame(person), services.facts_of(person).nationalities
    form = forms.DocumentForm.for_actor(actor, presenters.reader_locale(), nationalities)

    def save() -> str:
        document = services.add_document(actor, person_id, form.document)
        flash(_("The document is in the file of %(name)s.", name=frame.name), "success")
        return file_after_saving(person_id, "documents", presenters.number_to_check(document))

    return saved(form, save, actor=actor) or shown_in_file(form, "people/add_document.html", person_id, frame=frame)


@bp.route("/people/<uuid:person_id>/documents/<uuid:document_id>/edit", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def change_document(person_id: UUID, document_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    document = queries.get_document(actor, person, document_id)
    frame, name = presenters.file_frame(person), document.document_type.name(presenters.reader_locale())
    form = forms.DocumentFactsForm.of(services.facts_of_document(document))

    def save() -> str:
        changed = services.change_document(actor, person_id, document_id, form.facts)
        flash(_("What is known of the document is saved."), "success")
        return file_after_saving(person_id, "documents", presenters.number_to_check(changed))

    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/change_document.html", person_id, frame=frame, document=name)


@bp.route("/people/<uuid:person_id>/stays/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("Stay and permits"))
def record_stay(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    frame = presenters.file_frame(person)
    form = forms.StayForm.for_actor(actor, presenters.reader_locale())

    def save() -> str:
        services.record_stay(actor, person_id, form.stay)
        flash(_("The stay of %(name)s is recorded.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="stay")

    return saved(form, save, actor=actor) or shown_in_file(form, "people/record_stay.html", person_id, frame=frame)


@bp.route("/people/<uuid:person_id>/stays/<uuid:stay_id>/end", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def end_stay(person_id: UUID, stay_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    ground = STAY_LABELS[queries.get_stay(actor, person, stay_id).kind]
    frame, form = presenters.file_frame(person), forms.EndForm()

    def save() -> str:
        services.end_stay(actor, person_id, stay_id, form.ended_on.data)
        flash(_("It is recorded that this has ended."), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="stay")

    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/end_stay.html", person_id, frame=frame, ground=ground)
