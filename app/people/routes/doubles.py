"""Is somebody registered twice? Who may be the same, why, and what was decided."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.errors import RefusedInput
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, services
from app.people.enums import PairVerdict
from app.people.presenters import ASK
from app.people.routes.blueprint import bp
from app.people.services import merging
from app.web.answers import saved, shown


@bp.get("/people/<uuid:person_id>/doubles")
@requires(Permission.REGISTER_PERSON)
def show_doubles(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        person, found = services.look_for_doubles(actor, person_id)
        page = presenters.doubles_page(actor, person, found, queries.questions_from_file(actor, person_id))
    return render_template("people/doubles.html", page=page)


@bp.post("/people/<uuid:person_id>/doubles")
@requires(Permission.REGISTER_PERSON)
def ask_about_person(person_id: UUID) -> ResponseReturnValue:
    """Ask the office whose button was pressed."""
    actor, office_id = current_actor(), request.form.get(ASK, type=UUID)
    queries.get_person(actor, person_id)
    if office_id is not None:
        try:
            with transaction():
                services.ask_about_person(actor, person_id, office_id, has_agreed=forms.has_agreed(office_id))
            flash(_("The office was asked. The answer appears in your day."), "success")
        except RefusedInput as refusal:
            flash(str(refusal.sentence), "warning")
    return redirect(url_for("people.show_doubles", person_id=person_id), 303)


@bp.route("/people/<uuid:person_id>/doubles/<uuid:other_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def compare_files(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Both files side by side; what is decided about them is sent here."""
    actor, form = current_actor(), forms.DifferentPeopleForm()

    def save() -> str:
        services.decide_pair(actor, (person_id, other_id), PairVerdict.DIFFERENT, form.reason.data)
        flash(_("Written down: they are different people. They will not be compared again."), "success")
        return url_for("people.show_doubles", person_id=person_id)

    if answer := saved(form, save, actor=actor):
        return answer
    with transaction():
        person, other = services.open_pair(actor, person_id, other_id)
        compared = queries.compare_people(actor, person, other)
        documents = {each.id: queries.list_documents(actor, each) for each in (person, other)}
        merge = merging.in_proposed_order(actor, person, other)
        page = presenters.comparison_of_files(person, compared, documents, merge=merge)
        is_open = other_id not in queries.decided_about(person_id) and policies.can_decide_about(actor, person, other)
    return shown(form, "people/comparison.html", page=page, may_decide=is_open)


@bp.post("/people/compare/<uuid:person_id>")
@requires(Permission.REGISTER_PERSON)
def compare_typed(person_id: UUID) -> ResponseReturnValue:
    """What is being typed beside a file. By POST: names have no place in an address."""
    actor = current_actor()
    stated = forms.RegistrationForm.for_actor(actor, presenters.reader_locale()).statement
    with transaction():
        queries.get_person(actor, person_id)
        other = services.open_file(actor, person_id)
        compared = queries.compare_statement(actor, stated, other)
        page = presenters.comparison_of_typed(stated, compared, queries.list_documents(actor, other))
    return render_template("people/comparison.html", page=page, may_decide=False)
