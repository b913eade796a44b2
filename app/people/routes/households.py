"""Who joins and leaves a household."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.people import forms, presenters, queries, services
from app.people.enums import Relation
from app.people.routes.blueprint import bp
from app.people.routes.reading import file_instead_of_joining, shown_in_file
from app.web.answers import saved


@bp.route("/people/<uuid:person_id>/household/add", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def add_member(person_id: UUID) -> ResponseReturnValue:
    """Somebody already registered joins; the page also leads to registering somebody new."""
    actor = current_actor()
    anchor = queries.get_person(actor, person_id)
    if instead := file_instead_of_joining(anchor):
        return instead
    frame = presenters.file_frame(anchor)
    form = forms.LinkMemberForm.build()

    def save() -> str:
        relation, joined_on = Relation(form.relation.data), form.joined_on.data
        member = services.link_member(actor, person_id, form.code.data or "", relation, joined_on=joined_on)
        flash(_("%(name)s now belongs to this household.", name=presenters.person_name(member)), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="household")

    register_url = url_for("people.register_member", person_id=person_id)
    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/add_member.html", person_id, frame=frame, register_url=register_url)


@bp.route("/people/<uuid:person_id>/household/relation", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def change_relation(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    frame = presenters.file_frame(queries.get_person(actor, person_id))
    membership = queries.find_membership(actor, person_id)
    form = forms.RelationForm.build(membership.relation if membership else "")

    def save() -> str:
        services.change_relation(actor, person_id, Relation(form.relation.data))
        flash(_("The relation of %(name)s is saved.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="household")

    return saved(form, save, actor=actor) or shown_in_file(form, "people/change_relation.html", person_id, frame=frame)


@bp.route("/people/<uuid:person_id>/household/leave", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def leave_household(person_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    frame = presenters.file_frame(queries.get_person(actor, person_id))
    household = queries.household_of(actor, person_id)
    form = forms.LeaveHouseholdForm.build(presenters.followers_of(household, person_id))
    children = presenters.children_left_by(actor, household, person_id)

    def save() -> str:
        services.leave_household(
            actor,
            person_id,
            form.left_on.data,
            new_head_id=form.chosen_head,
            confirmed=form.confirmed,
        )
        flash(_("It is recorded that %(name)s left the household.", name=frame.name), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="household")

    answer = saved(form, save, actor=actor)
    return answer or shown_in_file(form, "people/leave_household.html", person_id, frame=frame, children=children)
