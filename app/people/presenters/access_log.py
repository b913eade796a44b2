"""The page that says who opened a person's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from app.accounts.presenters import AccessLogPage
from app.accounts.presenters import access_log_page as page_of
from app.foundation.actor import Actor
from app.web.addresses import address_of_pages
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.accounts.services import AccessLog
    from app.people.models import Person


def access_log_page(actor: Actor, person: Person, log: AccessLog) -> AccessLogPage:
    back = Link(_("The person's file"), url_for("people.show_person", person_id=person.id))
    url = address_of_pages("people.show_access_log", person_id=person.id)
    return page_of(log, caption=person.code, back=back, url=url, time_zone=actor.time_zone)
