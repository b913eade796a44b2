"""Registering people, alone or into a household. Similar people are shown on the way; they never stop a registration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import keeps_drafts
from app.accounts.permissions import Permission
from app.accounts.presenters import drafts_of_page
from app.accounts.printing import prints
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.drafts import list_drafts
from app.foundation.errors import RefusedInput
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.people import forms, presenters, queries, services
from app.people.enums import Relation
from app.people.presenters import ASK, CandidatePanel, FileFrame
from app.people.queries import Candidates
from app.people.routes.blueprint import bp
from app.people.routes.reading import file_instead_of_joining, record_reading, tell_what_to_check
from app.people.services import Asked
from app.web.answers import offer_next
from app.web.forms import refused_into

LOOK = "look"
"""Name of the button that only looks for similar people."""
CALLED = forms.NAME_BOXES
"""The fields by which a form that was begun is recognised in a list."""


class SimilarPeople(Exception):
    """People close to the one being saved were found who had not been shown yet: nothing is saved, they are shown."""

    def __init__(self, found: Candidates, panel: CandidatePanel) -> None:
        super().__init__("similar people")
        self.found = found
        self.panel = panel


@bp.route("/people/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("Registration of a person"), one_of=CALLED, hints=presenters.words_to_read)
@keeps_drafts(_l("Registration of a person"), called=CALLED)
def register() -> ResponseReturnValue:
    actor, locale = current_actor(), presenters.reader_locale()
    form = forms.FamilyRegistrationForm.for_actor(actor, locale, more=forms.ADD_ROW in request.form)

    def save() -> str:
        head, answered = form.facts, form.head_answered(locale)
        shared = forms.shared_by_family(head)
        members = [
            services.NewMember(
                facts=line.facts(shared),
                relation=Relation(line.relation.data),
                is_in_care=bool(line.in_care.data),
                consents=line.answers_beside(answered, locale, form.today),
            )
            for line in form.members
        ]
        person = services.register_family(actor, head, answered.answers, members)
        _add_document(actor, person.id, form.document(actor))
        services.name_who_was_asked_about(actor, form.submission_id.data, person)
        told = presenters.family_words(person, len(members)) if members else presenters.registered_words(person)
        flash(told, "success")
        offer_next(_("Register another person"), url_for("people.register"))
        tell_what_to_check(presenters.phone_to_check(person))
        return url_for("people.show_person", person_id=person.id, _anchor="household" if members else None)

    return _answer(form, actor, save)


@bp.route("/people/<uuid:person_id>/household/new", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("New family member"), one_of=CALLED, hints=presenters.words_to_read)
@keeps_drafts(_l("New family member"), called=CALLED)
def register_member(person_id: UUID) -> ResponseReturnValue:
    actor, locale = current_actor(), presenters.reader_locale()
    anchor = queries.get_person(actor, person_id)
    if instead := file_instead_of_joining(anchor):
        return instead
    frame = presenters.file_frame(anchor)
    form = forms.MemberForm.for_actor(actor, locale, **forms.shared_in_a_household(services.facts_of(anchor)))

    def save() -> str:
        answers = form.answers(locale)
        person = services.register_member(actor, person_id, form.facts, Relation(form.relation.data), answers)
        _add_document(actor, person.id, form.document(actor))
        services.name_who_was_asked_about(actor, form.submission_id.data, person)
        flash(presenters.registered_words(person), "success")
        tell_what_to_check(presenters.phone_to_check(person))
        return url_for("people.show_person", person_id=person_id, _anchor="household")

    return _answer(form, actor, save, frame)


def _add_document(actor: Actor, person_id: UUID, shown: services.NewDocument | None) -> None:
    if shown is not None:
        document = services.add_document(actor, person_id, shown)
        tell_what_to_check(presenters.number_to_check(document))


@bp.post("/people/candidates")
@requires(Permission.REGISTER_PERSON)
def show_candidates() -> ResponseReturnValue:
    """The panel alone, for a page that is being filled in. By POST: names have no place in an address."""
    actor = current_actor()
    form = forms.RegistrationForm.for_actor(actor, presenters.reader_locale())
    return render_template("people/candidates.html", panel=_look_while_typing(actor, form))


def _answer(
    form: forms.RegistrationForm, actor: Actor, save: Callable[[], str], frame: FileFrame | None = None
) -> ResponseReturnValue:
    if not form.is_submitted():
        return _page(form, frame, _look_while_typing(actor, form))
    if not request.form.keys().isdisjoint({ASK, LOOK, forms.ADD_ROW}):
        return _page(form, frame, _panel_asked_for(actor, form))
    if not form.validate():
        return _page(form, frame, _look_while_typing(actor, form)), 422
    try:
        return redirect(_save(form, actor, save), 303)
    except SimilarPeople as similar:
        with transaction():
            services.record_look(actor, similar.found)
        return _page(form, frame, similar.panel)
    except RefusedInput as refusal:
        refused_into(form, _at_its_line(form, refusal))
        return _page(form, frame, _look_while_typing(actor, form)), 422


def _panel_asked_for(actor: Actor, form: forms.RegistrationForm) -> CandidatePanel:
    if ASK in request.form:
        return replace(_ask(actor, form), is_open=True)
    return replace(_look(actor, form), is_open=True) if LOOK in request.form else _look_while_typing(actor, form)


def _at_its_line(form: forms.RegistrationForm, refusal: RefusedInput) -> RefusedInput:
    """A refusal of a family member names the box in that member's line."""
    if not isinstance(refusal, services.RefusedLine):
        return refusal
    return refusal.at(form.members[refusal.index].where(refusal.field))


def _save(form: forms.RegistrationForm, actor: Actor, save: Callable[[], str]) -> str:
    def save_unless_similar() -> str:
        stated = [form.statement, *(line.statement for line in form.members)]
        found = queries.find_candidates_of(actor, stated)
        if _has_more_to_ask(form, found):
            similar = replace(found, people=found.worth_a_question)
            panel = presenters.similar_people_panel(actor, similar, _asked(actor, form), phone=form.phone.data)
            raise SimilarPeople(similar, panel)
        return save()

    return save_once(form.submission_id.data, actor=actor, content=form.content(), save=save_unless_similar)


def _look_while_typing(actor: Actor, form: forms.RegistrationForm) -> CandidatePanel:
    """A given name alone has too many namesakes to look through; the button looks for it all the same, and so does saving."""
    names = form.names
    return (
        _look(actor, form)
        if names.surname_1 or names.surname_2 or form.phone.data or form.document_number.data
        else presenters.no_names_yet()
    )


def _has_more_to_ask(form: forms.RegistrationForm, found: Candidates) -> bool:
    """Whether somebody was not shown yet, or was only shown beside the names though sex, birth and nationality agree too."""
    new = [one.id for one in (*(each.person for each in found.matches), *found.elsewhere) if str(one.id) not in form.seen]
    alike = [each.person.id for each in found.worth_a_question if each.agrees_beside_the_name]
    return bool(new) or any(str(person_id) not in form.asked for person_id in alike)


def _look(actor: Actor, form: forms.RegistrationForm) -> CandidatePanel:
    if not form.names.as_text and not form.phone.data and not form.document_number.data:
        return presenters.no_names_yet()
    with transaction():
        found = queries.find_candidates(actor, form.statement)
        services.record_look(actor, found)
        panel = presenters.candidate_panel(actor, found, _asked(actor, form), phone=form.phone.data)
    return replace(panel, asked=sorted(form.asked))


def _ask(actor: Actor, form: forms.RegistrationForm) -> CandidatePanel:
    """Ask the office whose button was pressed; what is typed stays as it is."""
    office_id = request.form.get(ASK, type=UUID)
    try:
        with transaction():
            found = queries.find_candidates(actor, form.statement)
            if office_id is not None and form.submission_id.data is not None:
                told = _told(actor, form) if forms.has_agreed(office_id) else None
                services.ask_office(actor, Asked(office_id, found, form.submission_id.data, told=told))
                flash(_("The office was asked. Go on: the answer appears in your day."), "success")
    except RefusedInput as refusal:
        flash(str(refusal.sentence), "warning")
    return _look(actor, form)


def _told(actor: Actor, form: forms.RegistrationForm) -> services.ToldFacts:
    return services.ToldFacts.of_statement(form.statement, today_in(actor.time_zone))


def _asked(actor: Actor, form: forms.RegistrationForm) -> presenters.Questions:
    submission_id = form.submission_id.data
    return {} if submission_id is None else queries.questions_of_registration(actor, submission_id)


def _page(form: forms.RegistrationForm, frame: FileFrame | None, panel: CandidatePanel) -> str:
    """The page, alone or in the file of somebody whose household grows: that file is then shown, and its reading recorded."""
    actor = current_actor()
    if frame is not None:
        record_reading(frame.person_id)
    return render_template(
        "people/register.html",
        form=form,
        frame=frame,
        panel=panel,
        drafts=drafts_of_page(actor, list_drafts(actor), str(request.endpoint), but=str(form.submission_id.data)),
        parts=presenters.person_form_parts(form),
    )
