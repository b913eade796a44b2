"""Giving a case to a team of its office, or taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.cases import policies, presenters, queries, services
from app.cases.forms import MoveToTeamForm
from app.cases.routes.blueprint import bp, shown_in_file
from app.web.answers import saved


@bp.route("/cases/<uuid:case_id>/team", methods=["GET", "POST"])
@requires(Permission.REASSIGN_CASE)
def move_to_team(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    frame = presenters.case_frame(case)
    form = MoveToTeamForm(data={"version": case.version, "team_id": str(case.team_id or "office")})
    form.offer([(str(team.id), team.name) for team in queries.list_teams_of(actor, case)])
    if not form.is_submitted():
        policies.check_can_move(actor, case)

    def save() -> str:
        moved = services.move_to_team(actor, case_id, form.move())
        flash(_("The case has changed hands."), "success")
        if moved.taken_off:
            told = _("%(name)s cannot see it any more, and no longer carries it. Give it to somebody.", name=moved.taken_off)
            flash(told, "warning")
        return url_for("cases.show_case", case_id=case_id)

    return saved(form, save, actor=actor) or shown_in_file(form, "cases/team.html", case_id, "name", frame=frame)
