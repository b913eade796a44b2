"""Pages of the directory: for caseworkers to read, for the reporting officer to keep."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.directory import presenters, queries, services
from app.directory.forms import (
    ChangeFocalPointForm,
    ChangeOrganisationForm,
    ChangeProvidedServiceForm,
    FocalPointForm,
    NarrowingForm,
    OrganisationForm,
    ProvidedServiceForm,
)
from app.web.answers import saved, shown

bp = Blueprint("directory", __name__, template_folder="templates", url_prefix="/directory")


@bp.get("")
@requires(Permission.VIEW_DIRECTORY)
def list_services() -> ResponseReturnValue:
    actor = current_actor()
    form = NarrowingForm(request.args)
    form.offer(services=presenters.service_choices(actor), areas=presenters.area_choices(actor))
    found = queries.search_provided_services(actor, form.narrowing(), request.args.get("page", type=int))
    return render_template("directory/services.html", page=presenters.services_page(actor, found, form), narrowing=form)


@bp.get("/organisations")
@requires(Permission.VIEW_DIRECTORY)
def list_organisations() -> ResponseReturnValue:
    actor = current_actor()
    page = presenters.organisations_page(actor, queries.list_organisations(actor))
    return render_template("directory/organisations.html", page=page)


@bp.get("/organisations/<uuid:organisation_id>")
@requires(Permission.VIEW_DIRECTORY)
def show_organisation(organisation_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    page = presenters.organisation_page(actor, queries.get_organisation(actor, organisation_id))
    return render_template("directory/organisation.html", page=page)


@bp.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def add_organisation() -> ResponseReturnValue:
    actor = current_actor()
    form = OrganisationForm(data={"language": "pt" if actor.country == "BR" else "es"})

    def save() -> str:
        added = services.add_organisation(actor, form.organisation())
        return url_for("directory.show_organisation", organisation_id=added.id)

    answer = saved(form, save, actor=actor, told=_("The organisation is in the directory. Add its services and a focal point."))
    return answer or shown(form, "directory/add_organisation.html")


@bp.route("/organisations/<uuid:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def edit_organisation(organisation_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    organisation = queries.get_organisation(actor, organisation_id)
    name, location = organisation.name, url_for("directory.show_organisation", organisation_id=organisation_id)
    form = ChangeOrganisationForm(obj=organisation)

    def save() -> str:
        services.change_organisation(actor, organisation_id, form.organisation(), based_on=form.based_on)
        return location

    answer = saved(form, save, actor=actor, told=_("The organisation was saved."))
    return answer or shown(form, "directory/edit_organisation.html", organisation_name=name, location=location)


@bp.route("/organisations/<uuid:organisation_id>/services/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def add_provided_service(organisation_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    name, location = queries.get_organisation(actor, organisation_id).name, _page_of(organisation_id)
    form = ProvidedServiceForm()
    form.offer(services=presenters.service_choices_by_kind(actor), areas=presenters.area_choices(actor))

    def save() -> str:
        services.add_provided_service(actor, organisation_id, form.provided_service())
        return location

    answer = saved(form, save, actor=actor, told=_("The service is in the directory."))
    return answer or shown(form, "directory/add_provided_service.html", organisation_name=name, location=location)


@bp.route("/services/<uuid:provided_service_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def edit_provided_service(provided_service_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    provided = queries.get_provided_service(actor, provided_service_id)
    name, location = provided.organisation.name, _page_of(provided.organisation_id)
    form = ChangeProvidedServiceForm(obj=provided)
    choices = presenters.service_choices_by_kind(actor, present=provided.service)
    form.offer(services=choices, areas=presenters.area_choices(actor))

    def save() -> str:
        services.change_provided_service(actor, provided_service_id, form.provided_service(), based_on=form.based_on)
        return location

    answer = saved(form, save, actor=actor, told=_("The service was saved."))
    return answer or shown(form, "directory/edit_provided_service.html", organisation_name=name, location=location)


@bp.route("/organisations/<uuid:organisation_id>/focal-points/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def add_focal_point(organisation_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    name, location = queries.get_organisation(actor, organisation_id).name, _page_of(organisation_id)
    form = FocalPointForm()

    def save() -> str:
        services.add_focal_point(actor, organisation_id, form.focal_point())
        return location

    answer = saved(form, save, actor=actor, told=_("The focal point is in the directory."))
    return answer or shown(form, "directory/add_focal_point.html", organisation_name=name, location=location)


@bp.route("/focal-points/<uuid:focal_point_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_DIRECTORY)
def edit_focal_point(focal_point_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    point = queries.get_focal_point(actor, focal_point_id)
    name, location = point.organisation.name, _page_of(point.organisation_id)
    form = ChangeFocalPointForm(obj=point)

    def save() -> str:
        services.change_focal_point(actor, focal_point_id, form.focal_point(), based_on=form.based_on)
        return location

    answer = saved(form, save, actor=actor, told=_("The focal point was saved."))
    return answer or shown(form, "directory/edit_focal_point.html", organisation_name=name, location=location)


def _page_of(organisation_id: UUID) -> str:
    return url_for("directory.show_organisation", organisation_id=organisation_id)
