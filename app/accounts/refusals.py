"""What was refused at a door is written down: records that do not exist for the reader, other roles' pages, forged forms.

One row in a transaction of its own, after the refused request has let go of everything. Whoever guesses ids leaves a row
for each (``docs/security/audit.md``); an address that leads nowhere at all leaves none.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Flask, Response, g, request
from flask_login import current_user

from app.accounts import questions
from app.accounts.doors import current_actor
from app.audit.services import record
from app.foundation.actor import Actor, system_actor
from app.foundation.transactions import transaction

REASONS: Mapping[int, str] = {HTTPStatus.FORBIDDEN: "role", HTTPStatus.NOT_FOUND: "record"}
SUBJECTS = ("person", "case", "referral", "report", "user", "office", "organisation")
"""In the order in which an address names what it is about: a follow-up stands in its case."""
SUBJECT_TYPES: Mapping[str, str] = {"report": "donor_report"}


def init_app(app: Flask) -> None:
    app.after_request(write_down)


def write_down(response: Response) -> Response:
    """Record a refusal; and a file whose present state was shown beside a form that came too late."""
    if request.url_rule is None:
        return response
    reason = "form" if g.get("is_forged") else REASONS.get(response.status_code)
    subject_type, subject_id = _subject()
    if reason and (actor := _who()):
        with transaction():
            record(
                actor,
                "access:refused",
                subject_type=subject_type,
                subject_id=subject_id,
                office_id=actor.office_id,
                fields=[reason],
            )
    elif g.get("shows_differences") and subject_type and subject_id:
        with transaction():
            questions.differences_were_shown.ask_all(current_actor(), subject_type, subject_id)
    return response


def _who() -> Actor | None:
    """The signed-in reader; for a link that opens nothing, the door itself; nobody for all else without an account."""
    if current_user.is_authenticated:
        return current_actor()
    return system_actor("accounts.doors") if "token" in _values() else None


def _subject() -> tuple[str | None, UUID | None]:
    values = _values()
    for subject in SUBJECTS:
        if isinstance(found := values.get(f"{subject}_id"), UUID):
            return SUBJECT_TYPES.get(subject, subject), found
    return None, None


def _values() -> Mapping[str, Any]:
    return request.view_args or {}
