"""Words that several forms of a report share, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_interval
from flask_babel import get_locale
from flask_babel import gettext as _

from app.reporting.quarter import Quarter
from app.reporting.schemas import Figures, PointWords, Words
from app.web.filters import instant, sentence

COUNTING_ZONE = "UTC"
"""Cut-offs are printed in one zone, so that all copies of a report say the same."""


def reader_language() -> str:
    """The language of the page or file being written: ``es``, ``en`` or ``pt``."""
    locale = get_locale()
    return str(locale.language) if locale else "es"


def in_words(words: Words) -> str:
    return words[reader_language()]


def months_of(start: date, end: date) -> str:
    """``julio`` to ``septiembre de 2026``, joined as the language does."""
    return str(format_interval(start, end, "yMMMM", locale=get_locale()))


def quarter_in_words(quarter: Quarter) -> str:
    return f"{quarter.code} ({months_of(quarter.start, quarter.end)})"


def country_name(country: str, names: Mapping[str, Words]) -> str:
    return in_words(names[country]) if country in names else country


def scope_in_words(figures: Figures) -> str:
    """The country, or the whole operation with its countries."""
    scope = figures["scope"]
    if scope["country"] is not None:
        return country_name(scope["country"], scope["countries"])
    names = sorted(country_name(country, scope["countries"]) for country in scope["countries"])
    return str(_("Whole operation (%(countries)s)", countries=sentence(names)) if names else _("Whole operation"))


def cut_off_in_words(counted_at: str) -> str:
    return instant(datetime.fromisoformat(counted_at), COUNTING_ZONE)


def point_in_words(point: PointWords) -> str:
    """The point's title, led by its number only where a source confirms number and content."""
    title = in_words(point["titles"])
    if point["number"] is None:
        return title
    return str(_("Point %(number)s: %(title)s", number=point["number"], title=title))


def stamp() -> str:
    return str(_("Internal draft: do not publish. It contains small figures without disclosure control."))
