"""Attachments in the file of a case."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.attachments import policies, presenters, queries
from app.attachments.enums import OwnerKind
from app.attachments.owners import owner_of_case
from app.attachments.routes.answering import add_page, added, given_out, removed
from app.attachments.routes.blueprint import bp
from app.cases import queries as cases
from app.cases import services as case_services
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.web.bodies import takes_file

SECTION = "attachments"


@bp.get("/cases/<uuid:case_id>/attachments")
@requires(Permission.VIEW_CASE)
def list_of_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = case_services.open_file(actor, case_id, section=SECTION)
        attachments = queries.list_of(actor, owner_of_case(actor, case))
        page = presenters.page_of_case(actor, case, attachments, today_in(case.office.time_zone))
        return render_template("attachments/list.html", page=page)


@bp.route("/cases/<uuid:case_id>/attachments/new", methods=["GET", "POST"])
@takes_file
@requires(Permission.WORK_ON_CASE)
def add_to_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = cases.get_case(actor, case_id)
    policies.check_can_change(actor, owner_of_case(actor, case))
    frame = presenters.frame_of_case(case)
    form, answer = added(OwnerKind.CASE, case_id)
    return answer or add_page(form, frame, lambda: case_services.open_file(actor, case_id, section=SECTION))


@bp.get("/cases/<uuid:case_id>/attachments/<uuid:case_attachment_id>")
@requires(Permission.VIEW_CASE)
def open_of_case(case_id: UUID, case_attachment_id: UUID) -> ResponseReturnValue:
    return given_out(OwnerKind.CASE, case_id, case_attachment_id)


@bp.route("/cases/<uuid:case_id>/attachments/<uuid:case_attachment_id>/remove", methods=["GET", "POST"])
@requires(Permission.WORK_ON_CASE)
def remove_from_case(case_id: UUID, case_attachment_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = cases.get_case(actor, case_id)
    attachment = queries.get_attachment(actor, owner_of_case(actor, case), case_attachment_id)
    policies.check_is_there(attachment)
    page = presenters.removal_page(presenters.frame_of_case(case), attachment)

    def record_reading() -> None:
        case_services.open_file(actor, case_id, section=SECTION)

    return removed(OwnerKind.CASE, case_id, case_attachment_id, page, record_reading)
