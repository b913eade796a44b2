"""A person's file: reading and changing it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.foundation.clock import today_in
from app.foundation.errors import RefusedInput, StaleVersion
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, questions, services
from app.people.routes.blueprint import bp
from app.people.routes.reading import file_after_saving
from app.web.forms import refused_into


@bp.get("/people/<uuid:person_id>")
@requires(Permission.VIEW_PERSON)
def show_person(person_id: UUID) -> ResponseReturnValue:
    """Opening a file is recorded, so reading it is a transaction; the page is made inside, while its rows are loaded."""
    actor = current_actor()
    with transaction():
        person = services.open_file(actor, person_id)
        household = queries.household_of(actor, person_id)
        members = services.present_members(household) if household else []
        family = [person, *(member.person for member in members if member.person_id != person_id)]
        children = queries.children_among(family, today_in(actor.time_zone))
        file = presenters.PersonFile(
            person=person,
            household=household,
            last_household_id=queries.last_household_of(person) if person.has_died and household is None else None,
            care=queries.list_care(actor, person),
            care_of_others=queries.care_of_members(actor, children - {person_id}),
            needs=queries.find_care_needs(actor, children),
            contacts=queries.list_contacts(actor, person),
            merges=queries.list_merges(actor, person),
            documents=queries.list_documents(actor, person),
            stays=queries.list_stays(actor, person),
            situations=queries.list_situations(actor, person),
            consents=queries.list_consents(actor, person),
            work=[line for answer in questions.work_with_person.ask_all(actor, person) for line in answer],
            sections=[section for answer in questions.sections.ask_all(actor, person) for section in answer],
            actions=[action for answer in questions.actions_on_person.ask_all(actor, person) for action in answer],
            more=[link for answer in questions.more_about_person.ask_all(actor, person) for link in answer],
            emergency=questions.strip_over(actor, person.id) if policies.is_glass_broken(actor, person) else None,
        )
        page = presenters.person_page(actor, file)
    return render_template("people/show.html", page=page)


@bp.route("/people/<uuid:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("What is known of a person"), one_of=forms.NAME_BOXES)
def edit_person(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    frame, version = presenters.file_frame(person), person.version
    form = forms.EditPersonForm.of(actor, presenters.reader_locale(), services.facts_of(person), version)

    def save() -> str:
        changed = services.change_person(actor, person_id, form.facts, version=form.based_on)
        flash(_("The details of %(name)s are saved.", name=frame.name), "success")
        return file_after_saving(person_id, "details", presenters.phone_to_check(changed))

    differences, status = None, 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                return redirect(save_once(form.submission_id.data, actor=actor, content=form.content(), save=save), 303)
        except RefusedInput as refusal:
            refused_into(form, refusal)
        except StaleVersion as stale:
            differences, status = presenters.differences_table(actor, stale.differences), stale.status
            form.show_again(version)
    parts = presenters.person_form_parts(form)
    # The page shows all that the file holds, also beside a form that is refused.
    with transaction():
        services.open_file(actor, person_id)
    return render_template("people/edit.html", form=form, frame=frame, differences=differences, parts=parts), status
