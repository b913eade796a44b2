"""The forms that one began and has not finished."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_required

from app.accounts import drafts, presenters, services
from app.accounts.doors import current_actor
from app.accounts.forms import ConfirmForm
from app.accounts.routes.blueprint import bp
from app.foundation.drafts import list_drafts as drafts_of
from app.web.answers import saved


@bp.get("/account/drafts")
@login_required
def list_drafts() -> ResponseReturnValue:
    actor = current_actor()
    lines = presenters.draft_lines(actor, drafts_of(actor))
    return render_template("accounts/drafts.html", lines=lines, browser=drafts.browser_of(actor), form=ConfirmForm())


@bp.post("/account/drafts/<uuid:draft_id>/discard")
@login_required
def discard_draft(draft_id: UUID) -> ResponseReturnValue:
    def save() -> str:
        services.discard_draft(current_actor(), draft_id)
        return url_for("accounts.list_drafts")

    return saved(ConfirmForm(), save, actor=current_actor(), told=_("The draft was thrown away.")) or abort(400)
