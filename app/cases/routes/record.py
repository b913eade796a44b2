"""The file of a case. Each page of it is opened in one transaction with its audit row."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.cases import presenters, queries, services
from app.cases.presenters.record import EVENTS_ON_A_PAGE
from app.cases.routes.blueprint import bp
from app.foundation.clock import today_in
from app.foundation.pagination import clamp_page
from app.foundation.transactions import transaction


@bp.get("/cases/<uuid:case_id>")
@requires(Permission.VIEW_CASE)
def show_case(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = services.open_file(actor, case_id)
        page = presenters.summary_page(
            actor,
            case,
            follow_up=queries.find_nearest_follow_up(actor, case_id),
            events=queries.list_events(actor, case, EVENTS_ON_A_PAGE + 1),
            today=today_in(case.office.time_zone),
            child=queries.find_child_task(actor, case),
        )
        return render_template("cases/show.html", page=page)


@bp.get("/cases/<uuid:case_id>/history")
@requires(Permission.VIEW_CASE)
def show_history(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    number = clamp_page(_page())
    with transaction():
        case = services.open_file(actor, case_id, section="history")
        events = queries.list_events(actor, case, number * EVENTS_ON_A_PAGE + 1)
        page = presenters.history_page(actor, case, events, page=number, today=today_in(case.office.time_zone))
        return render_template("cases/history.html", page=page)


@bp.get("/cases/<uuid:case_id>/services")
@requires(Permission.VIEW_CASE)
def show_services(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = services.open_file(actor, case_id, section="services")
        found = queries.list_deliveries(actor, case_id, _page())
        page = presenters.services_page(actor, case, found, today_in(case.office.time_zone))
        return render_template("cases/services.html", page=page)


@bp.get("/cases/<uuid:case_id>/follow-ups")
@requires(Permission.VIEW_CASE)
def show_follow_ups(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = services.open_file(actor, case_id, section="follow_ups")
        found = queries.list_follow_ups(actor, case_id, _page())
        page = presenters.follow_ups_page(actor, case, found, today_in(case.office.time_zone))
        return render_template("cases/follow_ups.html", page=page)


@bp.get("/cases/<uuid:case_id>/notes")
@requires(Permission.VIEW_CASE)
def show_notes(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = services.open_file(actor, case_id, section="notes")
        found = queries.list_notes(actor, case_id, _page())
        page = presenters.notes_page(actor, case, found, today_in(case.office.time_zone))
        return render_template("cases/notes.html", page=page)


def _page() -> int | None:
    return request.args.get("page", type=int)
