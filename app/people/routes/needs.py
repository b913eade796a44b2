"""What a person finds hard to do and what they need: pages of their own, opened on a tap."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, questions, services
from app.people.enums import AnsweredBy
from app.people.routes.blueprint import bp
from app.people.routes.reading import shown_in_file
from app.web.answers import saved


@bp.get("/people/<uuid:person_id>/needs")
@requires(Permission.WORK_ON_CASE)
def show_needs(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        page = presenters.needs_page(actor, services.read_needs(actor, person_id))
    return render_template("people/needs.html", page=page)


@bp.route("/people/<uuid:person_id>/needs/new", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
@prints(_l("Specific need"))
def record_need(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_record_narrative(actor, person)
    frame, form = presenters.file_frame(person), forms.NeedForm.of(queries.needs_of(actor, person, presenters.reader_locale()))

    if form.validate_on_submit() and form.asks_to_restrict and not person.is_restricted:
        place = questions.first_place_for_protected_need(actor, person)
        if place:
            # The browser sends the same form there: nothing typed is lost, and nothing of it stands in an address.
            return redirect(place, 307)

    def save() -> str:
        services.record_need(actor, person_id, form.stated)
        return url_for("people.show_needs", person_id=person_id)

    answer = saved(form, save, actor=actor, told=_("The need is recorded."))
    return answer or shown_in_file(form, "people/record_need.html", person_id, frame=frame)


@bp.route("/people/<uuid:person_id>/needs/<uuid:need_id>/end", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def end_need(person_id: UUID, need_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_record_narrative(actor, person)
    name = queries.get_need(actor, person, need_id).need.name(presenters.reader_locale())
    frame, form = presenters.file_frame(person), forms.EndForm()

    def save() -> str:
        services.end_need(actor, person_id, need_id, form.ended_on.data)
        return url_for("people.show_needs", person_id=person_id)

    answer = saved(form, save, actor=actor, told=_("It is recorded that this has passed."))
    return answer or shown_in_file(form, "people/end_need.html", person_id, frame=frame, need=name)


@bp.route("/people/<uuid:person_id>/functioning/new", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
@prints(_l("Daily life"))
def record_functioning(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_record_narrative(actor, person)
    today = today_in(actor.time_zone)
    policies.check_old_enough_for_questions(person, today)
    answers = AnsweredBy.SOMEBODY_FOR_THEM if policies.is_surely_child(person, today) else AnsweredBy.PERSON
    frame, form = presenters.file_frame(person), forms.FunctioningForm.build(today, answers)

    def save() -> str:
        services.record_functioning(actor, person_id, form.answers)
        return url_for("people.show_needs", person_id=person_id)

    answer = saved(form, save, actor=actor, told=_("The answers are recorded."))
    return answer or shown_in_file(form, "people/record_functioning.html", person_id, frame=frame)
