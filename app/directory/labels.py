"""The words for the vocabularies and the fields of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.directory.enums import Language, Opening

LANGUAGE_LABELS = {
    Language.SPANISH: _l("Spanish"),
    Language.PORTUGUESE: _l("Portuguese"),
    Language.ENGLISH: _l("English"),
}

OPENING_LABELS = {
    Opening.ACCEPTING: _l("Take referrals now"),
    Opening.FULL: _l("Take none at present"),
}

FIELD_LABELS: Mapping[str, Any] = {
    "name": _l("Name"),
    "language": _l("Language of its mails"),
    "is_authority": _l("It is an authority of the state"),
    "is_closed": _l("Closed for good"),
    "service_id": _l("Service"),
    "area_code": _l("Area"),
    "locality": _l("Town or district"),
    "address": _l("Address"),
    "opening_hours": _l("Opening hours"),
    "open_days": _l("Open on these days"),
    "opens_at": _l("Opens at"),
    "closes_at": _l("Closes at"),
    "requirements": _l("What the person must bring"),
    "accepts_referrals": _l("Takes referrals at present"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "is_backup": _l("Stand-in"),
    "is_ended": _l("No longer answers"),
}


def day_name(day: str) -> str:
    """``lunes``: a day of ``directory.hours.DAYS`` in the reader's language."""
    return str(get_day_names("wide", "stand-alone", str(get_locale() or "es"))[int(day) - 1])
