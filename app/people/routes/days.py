"""Correcting since when and until when something held."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.people import forms, policies, presenters, queries, services
from app.people.labels import POPULATION_LABELS, STAY_LABELS
from app.people.routes.blueprint import bp
from app.people.routes.reading import shown_in_file
from app.web.answers import saved


@bp.route("/people/<uuid:person_id>/stays/<uuid:stay_id>/days", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def correct_stay(person_id: UUID, stay_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    stay = queries.get_stay(actor, person, stay_id)
    frame, ground = presenters.file_frame(person), STAY_LABELS[stay.kind]
    form = forms.StayDaysForm(data={"valid_from": stay.said_from, "valid_until": stay.said_until})

    def save() -> str:
        days = {"valid_from": form.valid_from.data, "valid_until": form.valid_until.data}
        services.correct_stay_days(actor, person_id, stay_id, **days)
        return url_for("people.show_person", person_id=person_id, _anchor="stay")

    answer = saved(form, save, actor=actor, told=_("The days are corrected."))
    return answer or shown_in_file(form, "people/correct_days.html", person_id, frame=frame, about=ground)


@bp.route("/people/<uuid:person_id>/situations/<uuid:situation_id>/days", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def correct_situation(person_id: UUID, situation_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    situation = queries.get_situation(actor, person, situation_id)
    frame, words = presenters.file_frame(person), POPULATION_LABELS[situation.population_type]
    form = forms.SituationDayForm(data={"since_on": situation.since_on})

    def save() -> str:
        services.correct_situation_day(actor, person_id, situation_id, form.since_on.data)
        return url_for("people.show_person", person_id=person_id, _anchor="details")

    answer = saved(form, save, actor=actor, told=_("The days are corrected."))
    return answer or shown_in_file(form, "people/correct_days.html", person_id, frame=frame, about=words)
