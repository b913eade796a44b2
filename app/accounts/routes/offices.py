"""The administrator's pages: offices."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.forms import EditOfficeForm, NewOfficeForm
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.web.answers import saved, shown


@bp.get("/offices")
@requires(Permission.MANAGE_ACCOUNTS)
def list_offices() -> ResponseReturnValue:
    offices = queries.list_all_offices(current_actor())
    table = presenters.offices_table(offices, queries.list_teams([office.id for office in offices]))
    return render_template("accounts/offices.html", table=table)


@bp.route("/offices/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def open_office() -> ResponseReturnValue:
    actor = current_actor()
    form = NewOfficeForm(data={"time_zone": actor.time_zone, "country": actor.country} if actor.country else None)
    form.offer(presenters.time_zone_choices())
    form.offer_countries(presenters.country_choices(queries.reach_of(actor, Permission.MANAGE_ACCOUNTS)))

    def save() -> str:
        services.open_office(actor, code=str(form.code.data), country=str(form.country.data), content=form.office())
        return url_for("accounts.list_offices")

    answer = saved(form, save, actor=actor, told=_("The office was added."))
    return answer or shown(form, "accounts/new_office.html")


@bp.route("/offices/<uuid:office_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def edit_office(office_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    office = queries.get_office(actor, office_id)
    title = f"{office.name} ({office.code})"
    form = EditOfficeForm(data=presenters.fields_of_office(office))
    form.offer(presenters.time_zone_choices())

    def save() -> str:
        services.edit_office(actor, office_id, form.office(), based_on=form.based_on)
        return url_for("accounts.list_offices")

    answer = saved(form, save, actor=actor, told=_("The office was saved."))
    return answer or shown(form, "accounts/edit_office.html", office_title=title)
