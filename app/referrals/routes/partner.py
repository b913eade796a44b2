"""The partner's page: no account, no JavaScript, one screen. The link in the address is the key, and reaches one referral.

The page sends no referrer, so that its address stays with whoever holds it. Browsers then send none with the form
either, on which the general check against forged forms insists over HTTPS: these views check the form's token themselves.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.doors import public_door
from app.extensions import csrf, limiter
from app.foundation.actor import Actor
from app.foundation.errors import DomainError, NotFound, RefusedInput
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.referrals import presenters, services
from app.referrals.forms import ANSWER_FORMS, AnswerForm
from app.referrals.presenters import PartnerPage
from app.referrals.routes.blueprint import bp
from app.web.forms import refused_into
from app.web.gatekeeper import may_keep_origin
from app.web.languages import DEFAULT, LANGUAGES

OPENINGS = "60 per minute; 600 per hour"
ANSWERS = "20 per minute; 200 per hour"
"""By network address: a whole organisation may sit behind one."""
NOT_TYPED = frozenset({"csrf_token", "submission_id", "version"})


@bp.get("/r/<token>")
@limiter.limit(OPENINGS)
@public_door
def partner_page(token: str) -> ResponseReturnValue:
    """Open the referral. Programs that check mails do the same, and change nothing but "seen"."""
    try:
        page = _open(_holder(token), token)
    except NotFound as refusal:
        return _closed(refusal)
    return _show(token, page, {})


@bp.post("/r/<token>/<any(accept, decline, complete):step>")
@limiter.limit(ANSWERS)
@csrf.exempt
@public_door
@may_keep_origin
def answer_as_partner(token: str, step: str) -> ResponseReturnValue:
    form = ANSWER_FORMS[step](prefix=f"{step}-")
    try:
        return _answer(_holder(token), token, form)
    except NotFound as refusal:
        return _closed(refusal)


def _answer(actor: Actor, token: str, form: AnswerForm) -> ResponseReturnValue:
    if not form.validate_on_submit():
        if "csrf_token" in form.errors:
            return _not_saved(
                actor, token, form, 400, _("Your answer was not saved: the page had been open too long. Press again.")
            )
        return _show(token, _open(actor, token), {form.step: form}, 422)

    def save() -> str:
        services.answer_by_partner(actor, form.answer())
        return ""  # the address is the key: it is not written down

    try:
        save_once(UUID(str(form.submission_id.data)), actor=actor, content=form.content(), save=save)
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return _show(token, _open(actor, token), {form.step: form}, 422)
    except NotFound:
        raise
    except DomainError as refusal:
        return _not_saved(actor, token, form, refusal.status, str(refusal.sentence))
    return redirect(url_for("referrals.partner_page", token=token, lang=request.args.get("lang")), 303)


def _holder(token: str) -> Actor:
    actor = services.holder_of(token)
    g.actor = actor  # for the request's log line
    return actor


def _open(actor: Actor, token: str) -> PartnerPage:
    """Read the page in the partner's language; "seen" and the audit row are written with it."""
    with transaction():
        referral = services.open_by_partner(actor)
        language = _language(referral.provided_service.organisation.language.value)
        with force_locale(language):
            return presenters.partner_page(referral, token=token, language=language)


def _not_saved(actor: Actor, token: str, form: AnswerForm, status: int, sentence: str) -> ResponseReturnValue:
    """The page as it stands now, with why the answer was not saved and what was typed."""
    page = _open(actor, token)
    typed = {name: value for name, value in form.data.items() if name not in NOT_TYPED}
    again = ANSWER_FORMS[form.step](formdata=None, prefix=f"{form.step}-", data={**typed, "version": page.version})
    return _show(token, page, {form.step: again}, status, sentence=sentence, words=form.words.data)


def _show(token: str, page: PartnerPage, typed: dict[str, AnswerForm], status: int = 200, **told: Any) -> ResponseReturnValue:
    """The page with its three forms; ``typed`` holds the one that was sent."""
    blank = {step: form(formdata=None, prefix=f"{step}-", data={"version": page.version}) for step, form in ANSWER_FORMS.items()}
    refused = next((form for form in typed.values() if form.errors), None)
    languages = presenters.language_links(token, page.language)
    with force_locale(page.language):
        body = render_template(
            "referrals/partner.html",
            page=page,
            forms={**blank, **typed},
            form=refused,
            sent=set(typed),
            languages_of_page=languages,
            **told,
        )
    return _without_referrer(body, status)


def _closed(refusal: NotFound) -> ResponseReturnValue:
    """One page for every link that opens nothing: forged, cut off, expired, taken back, done."""
    with force_locale(_language(DEFAULT)):
        body = render_template("referrals/partner_closed.html", sentence=refusal.sentence)
    return _without_referrer(body, refusal.status)


def _language(own: str) -> str:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else own


def _without_referrer(body: str, status: int) -> ResponseReturnValue:
    response = make_response(body, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
