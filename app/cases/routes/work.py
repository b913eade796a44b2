"""Recording what was done in a case and planning what comes."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import keeps_drafts
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.cases import policies, presenters, queries, services
from app.cases.forms import PLAN, AddNoteForm, CompleteFollowUpForm, DeliverServiceForm, PlanFollowUpForm
from app.cases.policies import CaseAction
from app.cases.routes.blueprint import bp, check_offered, shown_in_file
from app.foundation.clock import today_in
from app.web.answers import saved


@bp.route("/cases/<uuid:case_id>/notes/new", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
@prints(_l("Note"))
@keeps_drafts(_l("Note"))
def add_note(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    form = AddNoteForm(data={"occurred_on": today_in(case.office.time_zone)})

    def save() -> str:
        services.add_note(actor, case_id, form.note())
        return url_for("cases.show_case", case_id=case_id)

    answer = saved(form, save, actor=actor, told=_("The note is in the case."))
    return answer or shown_in_file(form, "cases/add_note.html", case_id, "name", frame=frame)


@bp.route("/cases/<uuid:case_id>/services/new", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
@prints(_l("Service delivered"))
@keeps_drafts(_l("Service delivered"))
def deliver_service(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    form = DeliverServiceForm(data={"delivered_on": today_in(case.office.time_zone), "quantity": 1})
    form.offer(
        services=queries.services_by_kind(actor, case.kind, presenters.reader_locale()),
        currencies=queries.currencies_of(case.office.country),
    )

    def save() -> str:
        services.deliver_service(actor, case_id, form.delivery())
        return url_for("cases.show_case", case_id=case_id)

    answer = saved(form, save, actor=actor, told=_("The service is in the case."))
    return answer or shown_in_file(form, "cases/deliver_service.html", case_id, "name", frame=frame)


@bp.route("/cases/<uuid:case_id>/follow-ups/new", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def plan_follow_up(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    usual = policies.usual_next_contact(case, today_in(case.office.time_zone))
    form = PlanFollowUpForm(data={"kind": usual.kind.value, "due_on": usual.due_on})
    check_offered(form, CaseAction.PLAN_FOLLOW_UP, case)

    def save() -> str:
        services.plan_follow_up(actor, case_id, form.contact())
        return url_for("cases.show_case", case_id=case_id)

    answer = saved(form, save, actor=actor, told=_("The follow-up is planned."))
    return answer or shown_in_file(form, "cases/plan_follow_up.html", case_id, "name", frame=frame)


@bp.route("/cases/<uuid:case_id>/follow-ups/<uuid:follow_up_id>/complete", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
@prints(_l("Follow-up"))
@keeps_drafts(_l("Follow-up"))
def complete_follow_up(case_id: UUID, follow_up_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    follow_up = queries.get_follow_up(actor, case_id, follow_up_id)
    page = presenters.completion_page(case, follow_up)
    today = today_in(case.office.time_zone)
    usual = policies.usual_next_contact(case, today)
    form = CompleteFollowUpForm(
        data={
            "version": follow_up.version,
            "done_on": today,
            "after": PLAN,
            "next_kind": usual.kind.value,
            "next_due_on": usual.due_on,
        }
    )
    check_offered(form, CaseAction.COMPLETE_FOLLOW_UP, case)

    def save() -> str:
        services.complete_follow_up(actor, case_id, follow_up_id, form.completion())
        return url_for("cases.show_case", case_id=case_id)

    answer = saved(form, save, actor=actor, told=_("The follow-up is written down."))
    return answer or shown_in_file(form, "cases/complete_follow_up.html", case_id, "follow_ups", page=page)
