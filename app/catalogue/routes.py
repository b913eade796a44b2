"""Pages of the catalogue: for all staff to read, for the coordinator to keep."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.catalogue import presenters, queries, services
from app.catalogue.enums import CaseKind
from app.catalogue.forms import ActionPointForm, ReinstateServiceForm, RetireServiceForm, ServiceLinksForm
from app.catalogue.labels import reader_locale
from app.catalogue.policies import can_coordinate
from app.foundation.clock import today_in
from app.web.answers import saved, shown

bp = Blueprint("catalogue", __name__, template_folder="templates", url_prefix="/catalogue")


@bp.get("")
@requires(Permission.VIEW_CATALOGUE)
def home() -> ResponseReturnValue:
    actor = current_actor()
    page = presenters.home_page(queries.count_entries(actor), unserved=len(queries.list_unserved_points(actor)))
    return render_template("catalogue/home.html", page=page)


@bp.get("/action-points")
@requires(Permission.VIEW_CATALOGUE)
def list_action_points() -> ResponseReturnValue:
    actor = current_actor()
    today = today_in(actor.time_zone)
    points = queries.list_action_points(actor)
    if request.args.get("by") == "axis":
        page = presenters.points_by_axis(points, queries.list_axes(actor), today)
    else:
        page = presenters.points_by_number(points, today)
    return render_template("catalogue/action_points.html", page=page)


@bp.get("/action-points/<code>")
@requires(Permission.VIEW_CATALOGUE)
def show_action_point(code: str) -> ResponseReturnValue:
    actor = current_actor()
    point = queries.get_action_point(actor, code)
    page = presenters.action_point_page(
        point,
        citations=queries.list_sources(actor, point.sources),
        changes=queries.list_changes(actor, point),
        today=today_in(actor.time_zone),
    )
    return render_template(
        "catalogue/action_point.html", page=page, code=code, can_edit=can_coordinate(actor), time_zone=actor.time_zone
    )


@bp.route("/action-points/<code>/edit", methods=["GET", "POST"])
@requires(Permission.COORDINATE_CATALOGUE)
def edit_action_point(code: str) -> ResponseReturnValue:
    actor = current_actor()
    point = queries.get_action_point(actor, code)
    title = point.title(reader_locale())
    form = ActionPointForm(data=presenters.fields_of_point(point))

    def save() -> str:
        services.edit_action_point(actor, code, form.point(), based_on=form.based_on)
        return url_for("catalogue.show_action_point", code=code)

    answer = saved(form, save, actor=actor, told=_("The action point was saved."))
    return answer or shown(form, "catalogue/edit_action_point.html", point_title=title, code=code)


@bp.get("/services")
@requires(Permission.VIEW_CATALOGUE)
def list_services() -> ResponseReturnValue:
    actor = current_actor()
    kind = _kind_asked_for()
    page = presenters.services_page(
        kind,
        queries.list_services(actor, kind=kind),
        queries.list_retired_services(actor, kind=kind),
        today_in(actor.time_zone),
    )
    return render_template("catalogue/services.html", page=page)


@bp.get("/services/<code>")
@requires(Permission.VIEW_CATALOGUE)
def show_service(code: str) -> ResponseReturnValue:
    actor = current_actor()
    service = queries.get_service(actor, code)
    changes = queries.list_changes(actor, service)
    page = presenters.service_page(
        service,
        citations=queries.list_sources(actor, service.sources),
        changes=changes,
        names=queries.names_of_links(actor, presenters.codes_in(changes), reader_locale()),
        today=today_in(actor.time_zone),
    )
    return render_template(
        "catalogue/service.html", page=page, code=code, can_edit=can_coordinate(actor), time_zone=actor.time_zone
    )


@bp.route("/services/<code>/links", methods=["GET", "POST"])
@requires(Permission.COORDINATE_CATALOGUE)
def edit_service_links(code: str) -> ResponseReturnValue:
    actor = current_actor()
    service = queries.get_service(actor, code)
    choices = presenters.link_choices(
        service,
        points=queries.list_action_points(actor),
        sub_points=queries.list_sub_points(actor),
        indicators=queries.list_indicators(actor),
    )
    name = service.name(reader_locale())
    form = ServiceLinksForm(data=service.content() | {"version": service.version})
    form.offer(action_points=choices.action_points, sub_points=choices.sub_points, indicators=choices.indicators)

    def save() -> str:
        services.edit_service_links(
            actor,
            code,
            action_points=form.action_points.data or (),
            sub_points=form.sub_points.data or (),
            indicators=form.indicators.data or (),
            based_on=form.based_on,
        )
        return url_for("catalogue.show_service", code=code)

    answer = saved(form, save, actor=actor, told=_("The links of the service were saved."))
    return answer or shown(form, "catalogue/edit_service_links.html", service_name=name, code=code)


@bp.route("/services/<code>/retire", methods=["GET", "POST"])
@requires(Permission.COORDINATE_CATALOGUE)
def retire_service(code: str) -> ResponseReturnValue:
    actor = current_actor()
    service = queries.get_service(actor, code)
    name = service.name(reader_locale())
    form = RetireServiceForm(data={"last_day": today_in(actor.time_zone), "version": service.version})

    def save() -> str:
        services.retire_service(actor, code, last_day=form.last_day.data, based_on=form.based_on)
        return url_for("catalogue.show_service", code=code)

    answer = saved(form, save, actor=actor, told=_("The service was retired."))
    return answer or shown(form, "catalogue/retire_service.html", service_name=name, code=code)


@bp.route("/services/<code>/reinstate", methods=["GET", "POST"])
@requires(Permission.COORDINATE_CATALOGUE)
def reinstate_service(code: str) -> ResponseReturnValue:
    actor = current_actor()
    service = queries.get_service(actor, code)
    name = service.name(reader_locale())
    form = ReinstateServiceForm(data={"version": service.version})

    def save() -> str:
        services.reinstate_service(actor, code, based_on=form.based_on)
        return url_for("catalogue.show_service", code=code)

    answer = saved(form, save, actor=actor, told=_("The service is in use again."))
    return answer or shown(form, "catalogue/reinstate_service.html", service_name=name, code=code)


@bp.get("/indicators")
@requires(Permission.VIEW_CATALOGUE)
def list_indicators() -> ResponseReturnValue:
    page = presenters.indicators_page(queries.list_indicators(current_actor()))
    return render_template("catalogue/indicators.html", page=page)


def _kind_asked_for() -> CaseKind:
    asked = request.args.get("kind", CaseKind.DOCUMENTATION.value)
    if asked not in set(CaseKind):
        abort(404)
    return CaseKind(asked)
