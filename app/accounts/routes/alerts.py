"""Alerts, for the data-protection focal point."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.forms import ReviewForm
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.foundation.transactions import transaction
from app.web.addresses import address_of_pages
from app.web.answers import saved, shown


@bp.get("/alerts")
@requires(Permission.VIEW_AUDIT)
def list_alerts() -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        alerts = services.list_alerts_for(actor, request.args.get("page", type=int))
        names = queries.names_of_users(alert.actor_id for alert in alerts.rows)
        table = presenters.alerts_table(alerts.rows, names, time_zone=actor.time_zone)
    return render_template("accounts/alerts.html", alerts=alerts, table=table, page_url=address_of_pages("accounts.list_alerts"))


@bp.route("/alerts/<uuid:alert_id>", methods=["GET", "POST"])
@requires(Permission.VIEW_AUDIT)
def show_alert(alert_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    form = ReviewForm()

    def save() -> str:
        services.review_alert(actor, alert_id, outcome=form.chosen(), words=str(form.words.data))
        return url_for("accounts.list_alerts")

    answer = saved(form, save, actor=actor, told=_("Your review is written down."))
    if answer is not None:
        return answer
    with transaction():
        alert = services.open_alert(actor, alert_id)
        names = queries.names_of_users(user_id for user_id in (alert.actor_id, alert.reviewed_by) if user_id)
        page = presenters.alert_page(actor, alert, names)
    return shown(form, "accounts/alert.html", page=page)
