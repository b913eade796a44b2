"""Reading referrals, and the caseworker's steps after sending."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor, requires
from app.accounts.permissions import Permission
from app.cases import services as cases
from app.foundation.clock import today_in
from app.foundation.transactions import transaction
from app.referrals import presenters, queries, services
from app.referrals.enums import Shown
from app.referrals.forms import RevokeForm, StepForm
from app.referrals.routes.blueprint import bp
from app.web.answers import saved, shown


@bp.get("/referrals")
@requires(Permission.VIEW_CASE)
def list_referrals() -> ResponseReturnValue:
    actor = current_actor()
    asked = request.args.get("show", Shown.WAITING.value)
    if asked not in set(Shown):
        abort(404)
    with transaction():
        found = queries.search_referrals(actor, Shown(asked), request.args.get("page", type=int))
        page = presenters.list_page(actor, Shown(asked), found, queries.count_by_part(actor))
        services.record_listing(actor, len(found.rows))
    return render_template("referrals/list.html", page=page)


@bp.get("/cases/<uuid:case_id>/referrals")
@requires(Permission.VIEW_CASE)
def list_case_referrals(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        case = cases.open_file(actor, case_id, section="referrals")
        referrals = queries.list_of_case(actor, case_id)
        page = presenters.case_referrals_page(actor, case, referrals, today_in(case.office.time_zone))
    return render_template("referrals/of_case.html", page=page)


@bp.get("/referrals/<uuid:referral_id>")
@requires(Permission.VIEW_CASE)
def show_referral(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    with transaction():
        referral = services.open_file(actor, referral_id)
        mails = queries.list_mails(referral_id)
        page = presenters.referral_page(
            actor,
            referral,
            changes=queries.list_changes(referral_id),
            mails=mails,
            mail_is_under_way=any(services.is_under_way(mail) for mail in mails),
            today=today_in(referral.office.time_zone),
        )
        time_zone = referral.office.time_zone
    return render_template("referrals/show.html", page=page, time_zone=time_zone)


@bp.post("/referrals/<uuid:referral_id>/mails")
@requires(Permission.REFER)
def resend_mail(referral_id: UUID) -> ResponseReturnValue:
    def save(_form: StepForm) -> None:
        services.resend_mail(current_actor(), referral_id)

    return _step(referral_id, save, told=_("Another mail is about to leave."))


@bp.post("/referrals/<uuid:referral_id>/told")
@requires(Permission.REFER)
def note_person_told(referral_id: UUID) -> ResponseReturnValue:
    def save(_form: StepForm) -> None:
        services.note_person_told(current_actor(), referral_id)

    return _step(referral_id, save, told=_("Written down: the person knows."))


@bp.post("/referrals/<uuid:referral_id>/complete")
@requires(Permission.REFER)
def complete_referral(referral_id: UUID) -> ResponseReturnValue:
    def save(form: StepForm) -> None:
        services.complete_referral(current_actor(), referral_id, based_on=form.based_on)

    return _step(referral_id, save, told=_("Written down: the service was given."))


@bp.route("/referrals/<uuid:referral_id>/revoke", methods=["GET", "POST"])
@requires(Permission.REFER)
def revoke_referral(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    referral = queries.get_referral(actor, referral_id)
    form = RevokeForm(data={"version": referral.version})
    location = _page_of(referral_id)
    told = presenters.told_of_revoking(referral)

    def save() -> str:
        services.revoke_referral(actor, referral_id, reason=str(form.reason.data), based_on=form.based_on)
        return location

    answer = saved(form, save, actor=actor, told=told)
    if answer is not None:
        return answer
    # Read last: a referral that was just taken back, or twice, has no such page.
    page = presenters.revoke_page(actor, referral)
    with transaction():
        services.open_file(actor, referral_id)
    return shown(form, "referrals/revoke.html", page=page, location=location)


def _step(referral_id: UUID, save: Callable[[StepForm], None], *, told: str) -> ResponseReturnValue:
    """Take a step that one button asks for, and come back to the referral."""
    form = StepForm()

    def save_and_go() -> str:
        save(form)
        return _page_of(referral_id)

    return saved(form, save_and_go, actor=current_actor(), told=told) or abort(400)


def _page_of(referral_id: UUID) -> str:
    return url_for("referrals.show_referral", referral_id=referral_id)
