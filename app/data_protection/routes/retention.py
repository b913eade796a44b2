"""How long files are kept: the schedule, what falls due, and holds."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.data_protection import forms, policies, presenters, queries, services
from app.data_protection.enums import RetentionKind
from app.data_protection.routes.blueprint import bp
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.web.addresses import address_of_pages
from app.web.answers import saved, shown


@bp.get("/retention")
@requires(Permission.MANAGE_RETENTION)
def show_retention() -> ResponseReturnValue:
    actor = current_actor()
    today = today_in(actor.time_zone)
    countries = queries.countries_of(actor)
    with transaction():
        page = presenters.retention_page(
            actor,
            services.read_outlook(actor, today, request.args.get("page", type=int)),
            periods=queries.list_periods(countries),
            countries={one: policies.can_set_period(actor, queries.offices_in(one)) for one in countries},
            counts=queries.count_due(actor, today),
            holds=queries.list_holds(actor),
            today=today,
        )
    page_url = address_of_pages("data_protection.show_retention")
    return render_template("data_protection/retention.html", page=page, page_url=page_url)


@bp.route(f"/retention/<code>/<any({','.join(RetentionKind)}):kind>", methods=["GET", "POST"])
@requires(Permission.MANAGE_RETENTION)
def set_period(code: str, kind: str) -> ResponseReturnValue:
    """One period of one country, ``code`` being ISO 3166-1 alpha-2."""
    actor, kept = current_actor(), RetentionKind(kind)
    policies.check_can_set_period(actor, queries.offices_in(code))
    form = forms.SetPeriodForm()

    def save() -> str:
        services.set_period(actor, code, kept, years=int(form.years.data or 0))
        return url_for("data_protection.show_retention")

    answer = saved(form, save, actor=actor, told=_("The period is saved. It counts from the next night."))
    return answer or shown(form, "data_protection/period.html", frame=presenters.period_frame(code, kept))


@bp.route("/retention/holds/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_RETENTION)
def set_hold() -> ResponseReturnValue:
    actor = current_actor()
    form = forms.SetHoldForm()
    if not form.is_submitted():
        form.code.data = queries.code_of_plan(actor, request.args.get("plan", type=UUID))

    def save() -> str:
        services.set_hold(actor, form.code.data or "", form.chosen, until=form.last_day)
        return url_for("data_protection.show_retention", _anchor="holds")

    answer = saved(form, save, actor=actor, told=_("The file is on hold. Nothing of it is erased until then."))
    return answer or shown(form, "data_protection/hold.html")


@bp.post("/retention/holds/<uuid:hold_id>/lift")
@requires(Permission.MANAGE_RETENTION)
def lift_hold(hold_id: UUID) -> ResponseReturnValue:
    with transaction():
        services.lift_hold(current_actor(), hold_id)
    flash(_("The hold is lifted. The schedule goes on from the next night."), "success")
    return redirect(url_for("data_protection.show_retention", _anchor="holds"), 303)
