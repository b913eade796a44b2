"""The steps of a case's life, and taking a case."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.cases import presenters, queries, services
from app.cases.enums import ClosureReason
from app.cases.forms import CloseCaseForm, HoldCaseForm, ReopenCaseForm, ResumeCaseForm
from app.cases.kinds import describe
from app.cases.policies import CaseAction
from app.cases.questions import objections_to_closing
from app.cases.routes.blueprint import bp, check_offered, shown_in_file
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.web.answers import offer_next, saved


@bp.post("/cases/<uuid:case_id>/take")
@requires(Permission.WORK_ON_CASE)
def take_case(case_id: UUID) -> ResponseReturnValue:
    with transaction():
        services.take_case(current_actor(), case_id)
    flash(_("The case is yours now."), "success")
    return redirect(_file(case_id), 303)


@bp.route("/cases/<uuid:case_id>/hold", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def hold_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    form = HoldCaseForm(data={"version": case.version})
    check_offered(form, CaseAction.HOLD, case)

    def save() -> str:
        services.hold_case(actor, case_id, form.step())
        return _file(case_id)

    answer = saved(form, save, actor=actor, told=_("The case is on hold."))
    return answer or shown_in_file(form, "cases/hold.html", case_id, "name", frame=frame)


@bp.route("/cases/<uuid:case_id>/resume", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def resume_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    form = ResumeCaseForm(data={"version": case.version})
    check_offered(form, CaseAction.RESUME, case)

    def save() -> str:
        services.resume_case(actor, case_id, form.step())
        return _file(case_id)

    answer = saved(form, save, actor=actor, told=_("The case goes on."))
    return answer or shown_in_file(form, "cases/resume.html", case_id, "name", frame=frame)


@bp.route("/cases/<uuid:case_id>/close", methods=["GET", "POST"])
@requires(Permission.CLOSE_CASE)
def close_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    page = presenters.closing_page(
        case, objections=objections_to_closing(actor, case), nearest=queries.find_nearest_follow_up(actor, case_id)
    )
    known = {"closure_reason": ClosureReason.DIED.value} if case.person.has_died else {}
    form = CloseCaseForm(data={"version": case.version, "closed_on": today_in(case.office.time_zone), **known})
    form.offer(describe(case.kind))
    check_offered(form, CaseAction.CLOSE, case)

    def save() -> str:
        closed = services.close_case(actor, case_id, form.closing())
        if presenters.may_record_death(actor, closed):
            offer_next(
                _("Record on the person's file that they died"), url_for("people.record_death", person_id=closed.person_id)
            )
        return _file(case_id)

    answer = saved(form, save, actor=actor, told=_("The case is closed."))
    return answer or shown_in_file(form, "cases/close.html", case_id, "closing", page=page)


@bp.route("/cases/<uuid:case_id>/reopen", methods=["GET", "POST"])
@requires(Permission.REVIEW_CASELOAD)
def reopen_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    form = ReopenCaseForm(data={"version": case.version})
    check_offered(form, CaseAction.REOPEN, case)

    def save() -> str:
        services.reopen_case(actor, case_id, form.step())
        return _file(case_id)

    answer = saved(form, save, actor=actor, told=_("The case is open again."))
    return answer or shown_in_file(form, "cases/reopen.html", case_id, "name", frame=frame)


def _file(case_id: UUID) -> str:
    return url_for("cases.show_case", case_id=case_id)
