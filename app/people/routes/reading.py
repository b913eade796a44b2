"""Writing down that a file was read by way of a form."""

from __future__ import annotations

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor
from app.foundation.transactions import transaction
from app.people import services
from app.web.answers import shown
from app.web.forms import Form


def record_reading(person_id: UUID) -> None:
    """Write down that a form which shows a part of the person's file is shown, at first or again with what is to mend."""
    with transaction():
        services.open_file(current_actor(), person_id)


def shown_in_file(form: Form, template: str, person_id: UUID, **context: object) -> ResponseReturnValue:
    """``shown`` for a form that stands in a person's file, with its row in the audit."""
    record_reading(person_id)
    return shown(form, template, **context)


def tell_what_to_check(*sentences: str | None) -> None:
    """Say beside the next page what is worth a second look; nothing has to be tapped away."""
    for sentence in sentences:
        if sentence:
            flash(sentence, "warning")
