"""Writing down that a file was read by way of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import current_actor
from app.foundation.transactions import transaction
from app.people import policies, services
from app.web.answers import shown
from app.web.forms import Form

if TYPE_CHECKING:
    from app.people.models import Person


def record_reading(person_id: UUID) -> None:
    """Write down that a form which shows a part of the person's file is shown, at first or again with what is to mend."""
    with transaction():
        services.open_file(current_actor(), person_id)


def shown_in_file(form: Form, template: str, person_id: UUID, **context: object) -> ResponseReturnValue:
    """``shown`` for a form that stands in a person's file, with its row in the audit."""
    record_reading(person_id)
    return shown(form, template, **context)


def file_instead_of_joining(person: Person) -> ResponseReturnValue | None:
    """Of who died the file, which leads to the household, instead of a form to fill in for nothing; None of all others."""
    if not person.has_died or request.method != "GET":
        return None
    flash(str(policies.NOBODY_JOINS), "warning")
    return redirect(url_for("people.show_person", person_id=person.id), 303)


def file_after_saving(person_id: UUID, anchor: str, to_check: str | None) -> str:
    """The address of the file at the part that changed; at its head, where it is said, when something is worth a second look."""
    tell_what_to_check(to_check)
    return url_for("people.show_person", person_id=person_id, _anchor=None if to_check else anchor)


def tell_what_to_check(sentence: str | None) -> None:
    """Say beside the next page what is worth a second look; nothing has to be tapped away."""
    if sentence:
        flash(sentence, "warning")
