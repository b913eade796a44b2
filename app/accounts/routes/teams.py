"""The administrator's pages: teams of an office."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.forms import EditTeamForm, NewTeamForm
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.web.answers import saved, shown


@bp.get("/offices/<uuid:office_id>/teams")
@requires(Permission.MANAGE_ACCOUNTS)
def list_teams(office_id: UUID) -> ResponseReturnValue:
    office = queries.get_office(current_actor(), office_id)
    teams = queries.list_teams([office.id])
    table = presenters.teams_table(teams, queries.list_team_workers([team.id for team in teams]))
    return render_template("accounts/teams.html", office=office, table=table)


@bp.route("/offices/<uuid:office_id>/teams/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def make_team(office_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    office_title = queries.get_office(actor, office_id).name
    form = NewTeamForm()

    def save() -> str:
        services.make_team(actor, office_id, str(form.name.data))
        return url_for("accounts.list_teams", office_id=office_id)

    answer = saved(form, save, actor=actor, told=_("The team was added. Give roles in it on the pages of the accounts."))
    return answer or shown(form, "accounts/new_team.html", office_id=office_id, office_title=office_title)


@bp.route("/teams/<uuid:team_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def edit_team(team_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    team = queries.get_team(actor, team_id)
    office_id, caption = team.office_id, f"{team.office.name} · {team.name}"
    form = EditTeamForm(data=presenters.fields_of_team(team))

    def save() -> str:
        services.edit_team(actor, team_id, form.team(), based_on=form.based_on)
        return url_for("accounts.list_teams", office_id=office_id)

    answer = saved(form, save, actor=actor, told=_("The team was saved."))
    return answer or shown(form, "accounts/edit_team.html", office_id=office_id, team_caption=caption)
