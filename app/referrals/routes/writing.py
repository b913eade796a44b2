"""Writing a referral: choosing, looking at the preview, saving a draft, sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.doors import current_actor, requires
from app.accounts.drafts import keeps_drafts
from app.accounts.permissions import Permission
from app.accounts.printing import prints
from app.cases import queries as cases
from app.cases import services as case_services
from app.directory import queries as directory
from app.foundation.actor import Actor
from app.foundation.clock import now, today_in
from app.foundation.transactions import transaction
from app.referrals import presenters, queries, services
from app.referrals.forms import DRAFT, SEND, SHOW, DraftForm, ReferForm
from app.referrals.policies import check_can_refer, check_can_take, usual_priority
from app.referrals.presenters import ReferPage
from app.referrals.routes.blueprint import bp
from app.web.answers import saved

if TYPE_CHECKING:
    from app.cases.models import Case


@bp.route("/cases/<uuid:case_id>/referrals/new", methods=["GET", "POST"])
@requires(Permission.REFER)
@prints(_l("Referral"))
@keeps_drafts(_l("Referral"))
def refer(case_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = cases.get_case(actor, case_id)
    check_can_refer(actor, case)
    form = ReferForm(data={"priority": usual_priority(case, today_in(case.office.time_zone)).value})
    page = _page(actor, case, form)

    def draft() -> UUID:
        return services.draft_referral(actor, case_id, form.referral()).id

    def send() -> UUID:
        return services.draft_and_send(actor, case_id, form.referral()).id

    def record_reading() -> None:
        case_services.open_file(actor, case_id, section="referral")

    saved = _save(form, page, {DRAFT: draft, SEND: send})
    return saved or _again(form, page, record_reading)


@bp.route("/referrals/<uuid:referral_id>/edit", methods=["GET", "POST"])
@requires(Permission.REFER)
@prints(_l("Referral"))
def edit_draft(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    referral = queries.get_referral(actor, referral_id)
    check_can_take(actor, "send", referral)
    form = DraftForm(data=presenters.draft_fields(referral))
    page = _page(actor, referral.case, form)

    def draft() -> UUID:
        return services.change_draft(actor, referral_id, form.referral(), based_on=form.based_on).id

    def send() -> UUID:
        changed = services.change_draft(actor, referral_id, form.referral(), based_on=form.based_on)
        return services.send_referral(actor, referral_id, based_on=changed.version).id

    def record_reading() -> None:
        services.open_file(actor, referral_id)

    saved = _save(form, page, {DRAFT: draft, SEND: send})
    return saved or _again(form, page, record_reading)


def _page(actor: Actor, case: Case, form: ReferForm) -> ReferPage:
    """All that the page offers, read once, so that a refused saving finds it; the form gets its choices."""
    country = case.office.country
    chosen = form.chosen_service
    moment = now()
    providers = directory.list_provided_services(actor, chosen, country=country) if chosen else []
    asked = next((one.organisation for one in providers if str(one.id) == form.provided_service.data), None)
    use, cover = services.find_cover(case, asked, form.shared_fields.data or ())
    page = presenters.refer_page(
        case,
        services=directory.list_services_with_providers(actor, country=country),
        providers=providers,
        consent=presenters.consent_part(use, cover, asked.name if asked else None),
        priority=form.priority.data,
        at=moment,
    )
    form.offer(services=page.services, providers=page.providers, fields=page.fields)
    form.ask_about(page.consent.about)
    return page


def _save(form: ReferForm, page: ReferPage, savers: Mapping[str, Callable[[], UUID]]) -> ResponseReturnValue | None:
    """Save what one of the saving buttons asks for; None when the page has to be shown (again)."""
    pressed = form.do.data or SHOW
    if pressed not in savers:
        return None

    def save() -> str:
        if not page.consent.is_given and form.consent_given.data:
            named = form.referral() if form.named_an_organisation else None
            services.record_agreement(current_actor(), page.case_id, named)
        return url_for("referrals.show_referral", referral_id=savers[pressed]())

    told = _("The referral is on its way.") if pressed == SEND else _("The draft was saved.")
    return saved(form, save, actor=current_actor(), told=told)


def _again(form: ReferForm, page: ReferPage, record_reading: Callable[[], None]) -> ResponseReturnValue:
    """The page with what was typed and its preview: as a refusal when saving was asked for, else as it stands."""
    with transaction():
        record_reading()
    preview = presenters.preview(page, form, asked_by=current_actor().name)
    return render_template("referrals/refer.html", form=form, page=page, preview=preview), 422 if form.errors else 200
