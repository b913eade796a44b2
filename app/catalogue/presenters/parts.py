"""Parts that several pages of the catalogue share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.catalogue.enums import Confidence
from app.catalogue.labels import CONFIDENCE_LABELS, FIELD_LABELS, SOURCE_LABELS, value_in_words
from app.catalogue.models import ActionPoint, Entry
from app.catalogue.queries import Change
from app.catalogue.services import SEEDS_ACTOR
from app.web.filters import day
from app.web.page_parts import Link, Table, Tag, TimelineEntry, Tone

_TONES: Mapping[Confidence, Tone] = {
    Confidence.NUMBER_AND_CONTENT: "good",
    Confidence.CONFIRMED: "good",
    Confidence.UNCONFIRMED: "due",
    Confidence.CONTENT_ONLY: "waiting",
}


@dataclass(frozen=True)
class Group:
    """A heading with the table under it."""

    title: str
    table: Table


def reader_locale() -> str:
    """The language of the page: ``es``, ``en`` or ``pt``."""
    locale = get_locale()
    return str(locale.language) if locale else "es"


def confidence_tag(confidence: Confidence) -> Tag:
    return Tag(str(CONFIDENCE_LABELS[confidence]), _TONES.get(confidence, "neutral"))


def point_link(point: ActionPoint) -> Link:
    """The point by its title, led by its number where that is sure."""
    return Link(point.donor_title(reader_locale()), url_for("catalogue.show_action_point", code=point.code))


def validity(entry: Entry, today: date) -> str:
    """From when until when an entry may be used, and whether that includes today."""
    if entry.valid_from is not None and today < entry.valid_from:
        return str(_("In use from %(day)s", day=day(entry.valid_from)))
    if entry.valid_until is None:
        return str(_("In use"))
    if entry.valid_until < today:
        return str(_("Retired after %(day)s", day=day(entry.valid_until)))
    return str(_("In use until %(day)s", day=day(entry.valid_until)))


def source_lines(sources: Sequence[str], citations: Mapping[str, str]) -> list[str]:
    """One line a source: its words, its code with its citation, or the address that stands for it."""
    return [_source_line(source, citations.get(source)) for source in sources]


def _source_line(source: str, citation: str | None) -> str:
    if source in SOURCE_LABELS:
        return str(SOURCE_LABELS[source])
    return f"{source}: {citation}" if citation else source


def history(changes: Sequence[Change]) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title=_("Version %(number)s", number=change.version),
            occurred=change.changed_at,
            author=_("Files of the catalogue") if change.changed_by == SEEDS_ACTOR.name else change.changed_by,
            text="\n".join(_change_in_words(field, *values) for field, values in change.fields.items()),
        )
        for change in changes
    ]


def _change_in_words(field: str, before: object, after: object) -> str:
    label = FIELD_LABELS.get(field, field)
    return f"{label}: {value_in_words(field, before)} → {value_in_words(field, after)}"
