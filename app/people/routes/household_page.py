"""A household's own page, and what happens to it as a whole: another head, a split, a merge, a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.people import forms, presenters, queries, services
from app.people.presenters import HouseholdFile
from app.people.routes.blueprint import bp
from app.web.answers import saved, shown
from app.web.forms import Form

if TYPE_CHECKING:
    from app.people.models import Household


@bp.get("/households/<uuid:household_id>")
@requires(Permission.VIEW_PERSON)
def show_household(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        household = services.open_household(actor, household_id)
        page = presenters.household_page(actor, _file(actor, household), today_in(actor.time_zone))
        return render_template("people/household.html", page=page)


@bp.route("/households/<uuid:household_id>/head", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def change_head(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    household = queries.get_household(actor, household_id)
    frame = presenters.household_frame(household)
    form = forms.HeadForm.of(presenters.members_named(household))

    def save() -> str:
        services.change_head(actor, household_id, form.relations, on=form.on.data, confirmed=form.confirmed)
        flash(_("The head and the relations are saved."), "success")
        return url_for("people.show_household", household_id=household_id)

    return saved(form, save, actor=actor) or _shown_in_household(form, "people/change_head.html", household_id, frame=frame)


@bp.route("/households/<uuid:household_id>/split", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def split_household(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    household = queries.get_household(actor, household_id)
    frame = presenters.household_frame(household)
    named = [(person_id, name) for person_id, name, _relation in presenters.members_named(household)]
    form = forms.SplitForm.of(named)

    def save() -> str:
        split = services.Split(
            relations=form.relations,
            members=form.shown,
            on=form.on.data,
            head_of_rest=form.head_of_rest,
            confirmed=form.confirmed,
        )
        new = services.split_household(actor, household_id, split)
        flash(_("They belong to the household %(code)s now. Both households keep that they were one.", code=new.code), "success")
        return url_for("people.show_household", household_id=new.id)

    answer = saved(form, save, actor=actor)
    return answer or _shown_in_household(form, "people/split_household.html", household_id, frame=frame)


@bp.route("/households/<uuid:household_id>/merge", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def find_household_to_merge(household_id: UUID) -> ResponseReturnValue:
    """Which household joins; nothing is saved yet. By POST: a name may be typed by mistake, and has no place in an address."""
    actor = current_actor()
    frame = presenters.household_frame(queries.get_household(actor, household_id))
    form = forms.OtherHouseholdForm()
    if form.validate_on_submit():
        other = queries.find_household_by_code(actor, form.code.data or "")
        if other is not None and other.id != household_id:
            href = url_for("people.merge_households", household_id=household_id, other_household_id=other.id)
            return redirect(href, 303)
        form.code.errors = [_("No other household of your offices has this code, and nobody who belongs to one.")]
    return shown(form, "people/find_household.html", frame=frame)


@bp.route("/households/<uuid:household_id>/merge/<uuid:other_household_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def merge_households(household_id: UUID, other_household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    household, other = (queries.get_household(actor, one) for one in (household_id, other_household_id))
    frame, other_code = presenters.household_frame(household), other.code
    named = [(person_id, name) for person_id, name, _relation in presenters.members_named(other)]
    form = forms.MergeForm.of(named)
    heads = [name for _id, name, relation in presenters.members_named(household)][:1]

    def save() -> str:
        services.merge_households(actor, household_id, other_household_id, form.relations, on=form.on.data)
        flash(_("The two households are one. What happened to %(code)s stays readable.", code=other_code), "success")
        return url_for("people.show_household", household_id=household_id)

    answer = saved(form, save, actor=actor)
    if answer:
        return answer
    with transaction():
        services.open_household(actor, household_id)
        services.open_household(actor, other_household_id)
    head = heads[0] if heads else None
    return shown(form, "people/merge_households.html", frame=frame, other_code=other_code, head=head)


@bp.route("/households/<uuid:household_id>/acts/<uuid:act_id>/correct", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def correct_act(household_id: UUID, act_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    frame = presenters.household_frame(queries.get_household(actor, household_id))
    act = queries.get_act(actor, household_id, act_id)
    words = presenters.act_title([event for event in act if event.household_id == household_id])
    form = Form()

    def save() -> str:
        services.correct_act(actor, household_id, act_id)
        flash(_("It is taken back. The history keeps both, what was recorded and that it was a mistake."), "success")
        return url_for("people.show_household", household_id=household_id)

    answer = saved(form, save, actor=actor)
    return answer or _shown_in_household(form, "people/correct_act.html", household_id, frame=frame, words=words)


def _file(actor: Actor, household: Household) -> HouseholdFile:
    events = queries.list_events(actor, household)
    latest = presenters.latest_act(events)
    members = [member.person for member in services.present_members(household)]
    present, children = {one.id for one in members}, queries.children_among(members, today_in(actor.time_zone))
    return HouseholdFile(
        household=household,
        care=queries.care_of_members(actor, children),
        needs=queries.find_care_needs(actor, children),
        contacts=queries.contacts_of_members(actor, present),
        events=events,
        is_correctable=bool(latest) and services.is_correctable(actor, latest),
    )


def _shown_in_household(form: Form, template: str, household_id: UUID, **context: object) -> ResponseReturnValue:
    """``shown`` for a form that names members, with its row in the audit."""
    with transaction():
        services.open_household(current_actor(), household_id)
    return shown(form, template, **context)
