"""On whose clock a page tells the time: that of the reader's office, else UTC, which is then said."""

from __future__ import annotations

from babel import Locale
from babel.dates import get_timezone_location
from flask import has_request_context, session
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

UNIVERSAL = "UTC"


def choose_time_zone() -> str:
    """IANA name of the zone of pages and filters that are given none."""
    if not has_request_context() or not getattr(session, "is_readable", True):
        return UNIVERSAL
    office = getattr(current_user, "office", None)
    return office.time_zone if office else UNIVERSAL


def city_of(time_zone: str) -> str:
    """The city whose clock it is, in the reader's language: ``Bogotá``."""
    return get_timezone_location(time_zone, locale=get_locale() or Locale("es"), return_city=True)


def when_words(time_zone: str) -> str:
    """The heading of moments, with the place whose clock it is: ``Cuándo (hora de Bogotá)``; moments in UTC say so themselves."""
    if time_zone == UNIVERSAL:
        return str(_("When"))
    return str(_("When (%(city)s time)", city=city_of(time_zone)))
