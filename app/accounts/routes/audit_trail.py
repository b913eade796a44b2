"""The audit trail, for the data-protection focal point."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import presenters, queries, services
from app.accounts.doors import current_actor, requires
from app.accounts.forms import AuditFilterForm, as_id
from app.accounts.permissions import Permission
from app.accounts.routes.blueprint import bp
from app.audit.queries import LOOKS_BACK, AuditFilter
from app.foundation.transactions import transaction

NARROWED_BY = ("day-day", "day-month", "day-year", "actor", "action", "subject")


@bp.get("/audit")
@requires(Permission.VIEW_AUDIT)
def list_audit() -> ResponseReturnValue:
    actor = current_actor()
    form = AuditFilterForm(request.args)
    form.offer(actors=presenters.user_choices(queries.list_actors(actor)), actions=presenters.action_choices())
    is_readable = form.validate()
    wanted = AuditFilter(
        day=form.day.data,
        actor_id=as_id(form.actor.data),
        action=form.chosen_action(),
        subject_id=form.subject_id,
        time_zone=actor.time_zone,
    )
    with transaction():
        events = services.read_audit(actor, wanted, page=request.args.get("page", type=int))
        names = queries.names_of_users(event.actor_id for event in events.rows if event.actor_id)
        hidden = queries.restricted_among([event.subject_id for event in events.rows if event.subject_id])
        table = presenters.audit_table(events.rows, names, time_zone=actor.time_zone, hidden=hidden)
    return render_template(
        "accounts/audit.html",
        form=form,
        table=table,
        events=events,
        page_url=presenters.narrowed_pages("accounts.list_audit", request.args, names=NARROWED_BY),
        days=None if wanted.is_bounded else LOOKS_BACK.days,
        is_narrowed=bool(wanted.names_in_use()),
    ), 200 if is_readable else 422
