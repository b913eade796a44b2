"""What the doors of cases and of people have in common."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.doors import current_actor
from app.attachments import presenters, services
from app.attachments.cleaning import Unacceptable
from app.attachments.enums import OwnerKind
from app.attachments.forms import AddAttachmentForm, RemoveAttachmentForm
from app.attachments.presenters import AddingWords, AttachmentFrame, RemovalPage
from app.foundation.errors import RefusedInput
from app.foundation.submissions import save_once
from app.foundation.transactions import transaction
from app.web.answers import saved, shown
from app.web.forms import refused_into

DOWNLOAD_POLICY = "default-src 'none'; sandbox"
"""Opened in a browser after all, a download has no scripts, no address of its own, and loads nothing."""


def added(
    kind: OwnerKind, owner_id: UUID, form: AddAttachmentForm | None = None, consent_id: UUID | None = None
) -> tuple[AddAttachmentForm, ResponseReturnValue | None]:
    """The form, and the answer once a file that came with it is attached.

    Args:
        consent_id: what the file evidences.
    """
    form = form or AddAttachmentForm()
    if not form.validate_on_submit():
        return form, None
    actor = current_actor()
    try:
        file = form.cleaned()
    except Unacceptable as refusal:
        with transaction():
            services.record_refusal(actor, kind, owner_id, refusal.fault)
        form.refuse(refusal)
        return form, None

    def save() -> str:
        services.add_attachment(actor, kind, owner_id, services.NewAttachment(form.title.data or "", file, consent_id))
        flash(_("The file is attached."), "success")
        return presenters.address_of_list(kind, owner_id)

    try:
        return form, redirect(save_once(form.submission_id.data, actor=actor, content=form.content(), save=save), 303)
    except RefusedInput as refusal:
        refused_into(form, refusal)
        return form, None


def add_page(
    form: AddAttachmentForm,
    frame: AttachmentFrame,
    record_reading: Callable[[], object],
    words: AddingWords | None = None,
) -> ResponseReturnValue:
    """The page that takes a file. Args: words: those of any file where none are given."""
    with transaction():
        record_reading()
    return shown(form, "attachments/add.html", frame=frame, words=words or presenters.words_of_file())


def given_out(kind: OwnerKind, owner_id: UUID, attachment_id: UUID) -> Response:
    """The content, to be saved: never a page of this site."""
    with transaction():
        file = services.open_attachment(current_actor(), kind, owner_id, attachment_id)
    response = make_response(file.content)
    response.mimetype = presenters.MEDIA_TYPES[file.format]
    response.headers["Content-Disposition"] = f'attachment; filename="{presenters.download_name(file.format, file.number)}"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def removed(
    kind: OwnerKind, owner_id: UUID, attachment_id: UUID, page: RemovalPage, record_reading: Callable[[], object]
) -> ResponseReturnValue:
    form, actor = RemoveAttachmentForm(), current_actor()

    def save() -> str:
        services.remove_attachment(actor, kind, owner_id, attachment_id, reason=form.chosen_reason)
        return presenters.address_of_list(kind, owner_id)

    if answer := saved(form, save, actor=actor, told=_("The attachment is removed.")):
        return answer
    with transaction():
        record_reading()
    status = 422 if form.is_submitted() else 200
    return render_template("attachments/remove.html", form=form, page=page), status
