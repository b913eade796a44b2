"""What this room answers to the questions of ``people`` below it; ``app/wiring.py`` connects them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.data_protection import policies, queries
from app.foundation.actor import Actor
from app.people.belongings import Belonging
from app.people.policies import can_view_person
from app.web.page_parts import Link

if TYPE_CHECKING:
    from uuid import UUID

    from app.people.models import Person


WAITS_FOR_ERASURE = _l("The erasure of one of these files is asked for. Wait until it is decided; nothing was changed.")


def more_about_person(actor: Actor, person: Person) -> Sequence[Link]:
    """The person's own view of their file, and its end. Who reads it in an emergency hands nothing out."""
    if not can_view_person(actor, person):
        return []
    held = Link(
        _("What we hold about this person, and with whom it was shared"),
        url_for("data_protection.show_held", person_id=person.id),
    )
    if person.erased_at is None and not policies.can_request_erasure(actor, person):
        return [held]
    words = _("Erase this file") if person.erased_at is None else _("What was erased, and what stays")
    return [held, Link(words, url_for("data_protection.request_erasure", person_id=person.id))]


def hinders_merging(_actor: Actor, person_ids: Sequence[UUID]) -> Sequence[Any]:
    """A file whose erasure is asked for becomes part of nothing, takes nothing in, and lets nothing go."""
    return [WAITS_FOR_ERASURE] if queries.is_any_asked_for(person_ids) else []


def belongings() -> Sequence[Belonging]:
    """Requests, holds and plans; who works with the person is told of them on their own pages only."""
    return (
        Belonging("erasure_request.person_id"),
        Belonging("retention_hold.person_id"),
        Belonging("scheduled_erasure.person_id"),
    )
