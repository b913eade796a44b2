"""What this room answers to the questions of people below it; ``app/wiring.py`` connects it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.people.belongings import Belonging
from app.web.filters import clock
from app.web.page_parts import Action, EmergencyStrip, Link


def emergency_strip(actor: Actor, person_id: UUID) -> EmergencyStrip | None:
    """What stands over every page of a file that is read by emergency access."""
    until = actor.glass.get(person_id)
    if until is None:
        return None
    words = _("Emergency access until %(time)s · it will be reviewed", time=clock(until, actor.time_zone))
    close = Action(_("Close access"), url_for("emergency.close_access", person_id=person_id), method="post")
    return EmergencyStrip(words, close)


def way_beyond(actor: Actor) -> Link | None:
    """The way to a file of another office, for those who may break the glass."""
    if not actor.may(Permission.BREAK_GLASS):
        return None
    return Link(_("Open a file outside your offices"), url_for("emergency.break_glass"))


def belongings() -> Sequence[Belonging]:
    """Emergency accesses: who reads the file in an emergency goes on reading it, and the review sees both."""
    return (Belonging("break_glass.person_id"),)
