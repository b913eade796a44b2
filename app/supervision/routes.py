"""The pages of supervision: one's own day, the board, its lists, and reassignment."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.doors import current_actor, public_door, requires
from app.accounts.drafts import browser_of
from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.errors import NotFound, RefusedInput
from app.foundation.transactions import transaction
from app.supervision import presenters, services
from app.supervision.enums import WorkList
from app.supervision.forms import ReassignForm
from app.supervision.questions import first_page_of, places_of, waiting_for
from app.web.addresses import address_of_pages
from app.web.answers import saved, shown
from app.web.forms import refused_into

bp = Blueprint("supervision", __name__, template_folder="templates")

WORK_LISTS = ", ".join(which.value for which in WorkList)


@bp.get("/")
@public_door
def home() -> ResponseReturnValue:
    """What waits for the reader today: of their cases, and of what their role decides."""
    if not current_user.is_authenticated:
        return redirect(url_for("security.login"))
    actor = current_actor()
    if not actor.may(Permission.WORK_ON_CASE):
        return _home_without_cases(actor)
    with transaction():
        page = presenters.day_page(actor, services.open_day(actor), waiting_for(actor))
        return render_template("supervision/day.html", page=page, browser=browser_of(actor))


def _home_without_cases(actor: Actor) -> ResponseReturnValue:
    if address := first_page_of(actor):
        return redirect(address)
    places = places_of(actor)
    if not places:
        return render_template("supervision/no_role.html")
    return render_template("supervision/day.html", page=presenters.duties_page(actor, waiting_for(actor), places))


@bp.get("/caseload")
@requires(Permission.REVIEW_CASELOAD)
def board() -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        page = presenters.board_page(actor, services.open_board(actor, _office_asked_for()))
        return render_template("supervision/board.html", page=page)


@bp.get("/caseload/children")
@requires(Permission.REVIEW_CASELOAD)
def list_children() -> ResponseReturnValue:
    """The children registered lately at the reader's offices of whom nobody recorded yet who answers for them."""
    actor = current_actor()
    with transaction():
        children = services.open_new_children(actor, _page_asked_for())
        page = presenters.new_children_page(children, today_in(actor.time_zone))
    pages = address_of_pages("supervision.list_children")
    return render_template("supervision/children.html", page=page, children=children, page_url=pages)


@bp.get("/caseload/children/waiting")
@requires(Permission.REVIEW_CASELOAD)
def list_waiting_children() -> ResponseReturnValue:
    """The same of those registered longer ago."""
    actor = current_actor()
    with transaction():
        children = services.open_waiting_children(actor, _page_asked_for())
        page = presenters.waiting_children_page(children, today_in(actor.time_zone))
    pages = address_of_pages("supervision.list_waiting_children")
    return render_template("supervision/children.html", page=page, children=children, page_url=pages)


@bp.get(f"/caseload/<any({WORK_LISTS}):which>")
@requires(Permission.REVIEW_CASELOAD)
def list_work(which: str) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        found = services.open_work_list(actor, WorkList(which), office_id=_office_asked_for(), page=_page_asked_for())
        page = presenters.list_page(actor, found, office=request.args.get("office"))
        return render_template("supervision/list.html", page=page)


@bp.get("/caseload/colleagues/<uuid:user_id>")
@requires(Permission.REVIEW_CASELOAD)
def list_work_of_colleague(user_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        user, lines = services.list_work_of_colleague(actor, user_id, _page_asked_for())
        page = presenters.colleague_page(user, lines, today_in(actor.time_zone))
        return render_template("supervision/colleague.html", page=page)


@bp.route("/caseload/reassign", methods=["GET", "POST"])
@requires(Permission.REASSIGN_CASE)
def reassign() -> ResponseReturnValue:
    """Choose a colleague, look at both loads before and after, confirm: three answers of one address."""
    actor = current_actor()
    form = ReassignForm(data={"case": request.args.getlist("case")})
    chosen = form.case.chosen()
    if not chosen:
        flash(_("Tick at least one case, then choose who takes it."), "warning")
        return redirect(url_for("supervision.board"), 303)
    preview = services.read_chosen(actor, chosen)
    colleagues = presenters.colleague_choices(preview)
    form.offer(colleagues)
    if form.validate_on_submit():
        answer = _confirm(form, dict(colleagues)) if request.form.get("step") == "confirm" else _preview(form)
        if answer is not None:
            return answer
    return shown(form, "supervision/reassign.html", page=presenters.reassign_page(preview))


def _preview(form: ReassignForm) -> ResponseReturnValue | None:
    try:
        preview = services.preview_reassignment(current_actor(), form.case.chosen(), caseworker_id=form.taker())
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return None
    page = presenters.preview_page(preview, form.taker())
    return render_template("supervision/preview.html", form=form, page=page)


def _confirm(form: ReassignForm, names: dict[str, str]) -> ResponseReturnValue | None:
    chosen = form.case.chosen()

    def save() -> str:
        moved = services.reassign_cases(current_actor(), chosen, caseworker_id=form.taker(), reason=str(form.reason.data))
        flash(_carries_more(names[str(form.taker())], moved), "success")
        return url_for("cases.show_case", case_id=chosen[0].id) if len(chosen) == 1 else url_for("supervision.board")

    return saved(form, save, actor=current_actor())


def _carries_more(name: str, moved: int) -> str:
    return str(ngettext("%(name)s now carries %(num)s more case.", "%(name)s now carries %(num)s more cases.", moved, name=name))


def _office_asked_for() -> UUID | None:
    """The office in the address; one that is no id is as unknown as one out of scope."""
    asked = request.args.get("office")
    if not asked:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise NotFound(_("There is no such office among those that you supervise.")) from None


def _page_asked_for() -> int | None:
    return request.args.get("page", type=int)
