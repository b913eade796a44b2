"""Two files of one person: finding the other, laying them side by side, making one of them, and undoing that."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import OPEN, WAS, keep_what_was_sent, keeps_forms_of
from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import Moved, RefusedInput, StaleVersion, WrongState
from app.foundation.submissions import location_of, save_once
from app.foundation.transactions import transaction
from app.people import forms, policies, presenters, queries, services
from app.people.looked_for import may_be_code
from app.people.presenters import FileFrame, Pair
from app.people.routes.blueprint import bp
from app.people.routes.reading import record_reading, shown_in_file
from app.people.services import merging
from app.web.answers import saved
from app.web.error_pages import answer_domain_error, answer_moved
from app.web.forms import refused_into
from app.web.gatekeeper import READING
from app.web.page_parts import Link


@bp.app_errorhandler(Moved)
def go_to_kept_file(moved: Moved) -> ResponseReturnValue:
    """Whoever opens a merged file comes to the one that it is part of; what is sent to it is not saved."""
    kept = url_for("people.show_person", person_id=moved.now_id)
    if location := _same_form_of(moved.now_id):
        return redirect(location, 303)
    if request.method not in READING and _is_kept_as_draft():
        return _open_as_draft()
    if request.method not in READING:
        return answer_moved(moved, Link(_("Open the file that it is part of"), kept))
    flash(_("The file that you opened was merged into this one."), "info")
    return redirect(kept, 303)


@bp.route("/people/<uuid:person_id>/merge", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def find_other_file(person_id: UUID) -> ResponseReturnValue:
    """Which file may be of the same person, by its code or by name; nothing is saved yet."""
    actor = current_actor()
    person = queries.get_person(actor, person_id)
    frame = presenters.file_frame(person)
    form = forms.FindOtherFileForm()
    if form.validate_on_submit():
        if not may_be_code(form.code.data or ""):
            return _found_by_name(actor, form, frame)
        try:
            other = merging.find_other(actor, person, form.code.data or "")
            return redirect(presenters.merge_address(*merging.in_proposed_order(actor, person, other)), 303)
        except policies.TwoOffices as refusal:
            return redirect(url_for("people.merge_files", person_id=person_id, other_id=refusal.other_id), 303)
        except RefusedInput as refusal:
            refused_into(form, refusal)
    return shown_in_file(form, "people/find_other_file.html", person_id, frame=frame)


def _found_by_name(actor: Actor, form: forms.FindOtherFileForm, frame: FileFrame) -> ResponseReturnValue:
    with transaction():
        person = queries.get_person(actor, frame.person_id)
        found = queries.find_others_by_name(actor, person, form.code.data or "")
        services.record_look(actor, found)
        panel = presenters.others_panel(actor, person, found)
    record_reading(person.id)
    return render_template("people/find_other_file.html", form=form, frame=frame, panel=panel)


@bp.route("/people/<uuid:person_id>/merge/<uuid:other_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def merge_files(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    actor, status = current_actor(), 200
    try:
        with transaction():
            pair = _read(actor, person_id, other_id)
            form, page = _form_of(actor, pair), presenters.merge_page(actor, pair)
    except policies.TwoOffices as refusal:
        both = queries.get_person(actor, person_id), queries.get_person(actor, other_id)
        return render_template("people/two_offices.html", page=presenters.two_offices_page(*both)), refusal.status
    except Moved:
        if location := _merged_before(actor):
            return redirect(location, 303)
        raise
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                return redirect(_merge_once(actor, person_id, other_id, form), 303)
        except RefusedInput as refusal:
            refused_into(form, refusal)
        except StaleVersion as stale:
            flash(str(stale.sentence), "warning")
            return redirect(url_for("people.merge_files", person_id=person_id, other_id=other_id), 303)
    return render_template("people/merge_files.html", form=form, page=page), status


@bp.route("/people/<uuid:person_id>/merges/<uuid:merge_id>/undo", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def undo_merge(person_id: UUID, merge_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    form = forms.UndoMergeForm()

    def save() -> str:
        services.part_people(actor, person_id, merge_id)
        flash(_("The merge is undone: both files are as they were."), "success")
        return url_for("people.show_person", person_id=person_id, _anchor="merges")

    if answer := saved(form, save, actor=actor):
        return answer
    with transaction():
        parting = merging.read_parting(actor, person_id, merge_id)
        page = presenters.undo_page(actor, parting)
    return render_template("people/undo_merge.html", form=form, page=page), 422 if form.is_submitted() else 200


def _same_form_of(kept_id: UUID) -> str | None:
    """Where somebody goes on with what they were typing about the file that was merged meanwhile."""
    here, was = request.view_args or {}, (request.view_args or {}).get("person_id")
    if request.method not in READING or OPEN not in request.args or was is None:
        return None
    path = url_for(str(request.endpoint), **{**here, "person_id": kept_id})
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != WAS]
    return f"{path}?{urlencode([*asked, (WAS, was)])}"


def _is_kept_as_draft() -> bool:
    """Whether what was sent can be opened as a draft in the kept file; never a part of a page, whose form is still open."""
    view = current_app.view_functions.get(str(request.endpoint))
    return keeps_forms_of(view) and "person_id" in (request.view_args or {}) and "HX-Request" not in request.headers


def _open_as_draft() -> ResponseReturnValue:
    try:
        address = keep_what_was_sent(current_actor())
    except WrongState as refusal:
        return answer_domain_error(refusal)
    flash(
        _("The file was merged into this one while you were typing. Nothing is saved yet: look at it once more and save it."),
        "warning",
    )
    return redirect(address, 303)


def _merged_before(actor: Actor) -> str | None:
    """A repetition of the form that merged them leads where the first one did: there are not two files to compare any more."""
    submission_id = request.form.get("submission_id", type=UUID)
    return location_of(submission_id, actor) if submission_id else None


def _read(actor: Actor, person_id: UUID, other_id: UUID) -> Pair:
    kept, other = merging.read_pair(actor, person_id, other_id)
    return Pair(
        kept=kept,
        other=other,
        compared=queries.compare_people(actor, kept, other),
        moves=merging.rows_to_move(actor, other),
        places=(queries.find_membership(actor, kept.id), queries.find_membership(actor, other.id)),
        consents=(queries.consents_in_force(kept.id), queries.consents_in_force(other.id)),
        is_as_proposed=merging.in_proposed_order(actor, kept, other)[0] is kept,
    )


def _form_of(actor: Actor, pair: Pair) -> forms.MergeFilesForm:
    return forms.MergeFilesForm.between(
        presenters.merge_questions(actor, pair),
        grounds=presenters.merge_grounds(pair),
        proposed=presenters.proposals(pair),
        versions=(pair.kept.version, pair.other.version),
    )


def _merge_once(actor: Actor, person_id: UUID, other_id: UUID, form: forms.MergeFilesForm) -> str:
    def save() -> str:
        merge = services.merge_people(actor, person_id, other_id, form.choice)
        told = _("Both files are one from now on. Code %(code)s leads here; you can undo it below.", code=merge.merged_code)
        flash(told, "success")
        return url_for("people.show_person", person_id=person_id, _anchor="merges")

    return save_once(form.submission_id.data, actor=actor, content=form.content(), save=save)
