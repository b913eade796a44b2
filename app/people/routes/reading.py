"""Writing down that a file was read by way of a form."""

from __future__ import annotations

from uuid import UUID

from flask import request

from app.foundation.actor import Actor
from app.foundation.transactions import transaction
from app.people import services


def record_reading(actor: Actor, person_id: UUID) -> None:
    """Write down that a form which shows a part of the person's file was opened; what it then sends, its service records."""
    if request.method == "POST":
        return
    with transaction():
        services.open_file(actor, person_id)
