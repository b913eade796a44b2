"""Whom to turn to when a person is not reached."""

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
from app.people.routes.blueprint import bp
from app.people.routes.reading import shown_in_file
from app.web.answers import saved
from app.web.forms import Form


@bp.route("/people/<uuid:person_id>/contacts/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("Alternate contact"))
def add_contact(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    frame, is_for_family = presenters.file_frame(person), person.has_died
    form = forms.ContactOfFamilyForm() if is_for_family else forms.ContactForm()

    def save() -> str:
        services.add_contact(actor, person_id, form.contact)
        flash(_("The contact is in the file of %(name)s.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="contacts")

    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/add_contact.html", person_id, frame=frame, is_for_family=is_for_family)


@bp.route("/people/<uuid:person_id>/contacts/<uuid:contact_id>/end", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def end_contact(person_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    frame, form = presenters.file_frame(person), Form()
    name = queries.get_contact(actor, person, contact_id).name

    def save() -> str:
        services.end_contact(actor, person_id, contact_id)
        flash(_("The contact no longer stands in the file of %(name)s.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="contacts")

    return saved(form, save, actor=actor) or shown_in_file(form, "people/end_contact.html", person_id, frame=frame, name=name)
