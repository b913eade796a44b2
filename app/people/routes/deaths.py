"""Recording that somebody died, and taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.foundation.errors import StaleVersion
from app.people import forms, policies, presenters, queries, services
from app.people.routes.blueprint import bp
from app.people.routes.reading import record_reading, shown_in_file
from app.web.answers import saved


@bp.route("/people/<uuid:person_id>/death", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@prints(_l("That a person died"))
def record_death(person_id: UUID) -> ResponseReturnValue:
    """Also where it is recorded already: the day often becomes known later."""
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    household = None if person.has_died else queries.household_of(actor, person_id)
    page = presenters.death_page(person, household, presenters.children_left_by(actor, household, person_id))
    followers = presenters.followers_of(household, person_id)
    version = person.version
    form = forms.DeathForm.of(person.death_known_by, person.died, version=version, followers=followers)

    def save() -> str:
        services.record_death(actor, person_id, form.stated, version=form.based_on)
        flash(_("It is recorded that %(name)s died.", name=page.frame.name), "success")
        return url_for("people.show_person", person_id=person_id)

    try:
        answer = saved(form, save, actor=actor)
    except StaleVersion as stale:
        form.show_again(version)
        differences = presenters.differences_table(actor, stale.differences)
        record_reading(person_id)
        return render_template("people/record_death.html", form=form, page=page, differences=differences), stale.status
    return answer or shown_in_file(form, "people/record_death.html", person_id, page=page, differences=None)


@bp.route("/people/<uuid:person_id>/death/take-back", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def take_back_death(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    policies.check_can_change_person(actor, person)
    policies.check_has_died(person)
    frame, words = presenters.file_frame(person), presenters.death_in_words(person)
    form = forms.TakeBackDeathForm(data={"version": person.version})

    def save() -> str:
        is_as_before = services.take_back_death(actor, person_id, version=form.based_on)
        flash(_("It is taken back: by this file %(name)s lives. The history keeps both.", name=frame.name), "success")
        if not is_as_before:
            flash(
                _("The household has gone on since then. If %(name)s lives there, add them to it again.", name=frame.name),
                "warning",
            )
        return url_for("people.show_person", person_id=person_id)

    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/take_back_death.html", person_id, frame=frame, words=words)
