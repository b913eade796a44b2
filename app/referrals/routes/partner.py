"""The partner's page: no account, no JavaScript, one screen. The link in the address is the key, and reaches one referral.

The page sends no referrer, so that its address stays with whoever holds it. Browsers then send none with the form
either, on which the general check against forged forms insists over HTTPS: these views check the form's token themselves.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app.accounts.doors import public_door
from app.extensions import csrf, limiter
from app.foundation.clock import today_in
from app.foundation.errors import DomainError, NotFound, RefusedInput
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.referrals import presenters, services
from app.referrals.forms import ANSWER_FORMS, AnswerForm
from app.referrals.routes.blueprint import bp
from app.web.forms import refused_into
from app.web.languages import LANGUAGES

OPENINGS = "60 per minute; 600 per hour"
ANSWERS = "20 per minute; 100 per hour"
"""By address: one organisation's whole staff may sit behind one."""


@bp.get("/r/<token>")
@limiter.limit(OPENINGS)
@public_door
def partner_page(token: str) -> ResponseReturnValue:
    """Open the referral. Programs that check mails may do the same: it changes nothing but "seen"."""
    try:
        with transaction():
            referral = services.open_by_partner(token)
    except NotFound as refusal:
        return _closed(refusal)
    return _page(token, {})
