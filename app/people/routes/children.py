"""Stating who cares for somebody under 18."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.foundation.clock import today_in
from app.people import forms, policies, presenters, queries, services
from app.people.routes.blueprint import bp
from app.people.routes.reading import shown_in_file
from app.web.answers import saved


@bp.route("/people/<uuid:person_id>/care", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("Who cares for the child"))
def state_care(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person, today = queries.get_person(actor, person_id), today_in(actor.time_zone)
    policies.check_can_change_person(actor, person)
    policies.check_may_be_child(person, today)
    frame = presenters.file_frame(person)
    adults = presenters.adults_beside(actor, queries.household_of(actor, person_id), person_id, today=today)
    form = forms.CareForm.of(adults, **presenters.known_care(actor, queries.find_care(actor, person), adults))

    def save() -> str:
        services.state_care(actor, person_id, form.care)
        flash(_("Who cares for %(name)s is recorded.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="care")

    hints = presenters.situation_hints()
    return saved(form, save, actor=actor) or shown_in_file(form, "people/state_care.html", person_id, frame=frame, hints=hints)
