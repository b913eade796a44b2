"""Parts that several pages of the catalogue share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from app.catalogue.enums import Confidence
from app.catalogue.labels import CONFIDENCE_LABELS, FIELD_LABELS, SOURCE_LABELS, reader_locale, value_in_words
from app.catalogue.queries import Change
from app.catalogue.services import SEEDS_ACTOR
from app.web.filters import day
from app.web.page_parts import Link, SummaryRow, Table, Tag, TimelineEntry, Tone

if TYPE_CHECKING:
    from app.catalogue.models import ActionPoint, Entry

_TONES: Mapping[Confidence, Tone] = {
    Confidence.NUMBER_AND_CONTENT: "good",
    Confidence.CONFIRMED: "good",
    Confidence.UNCONFIRMED: "due",
    Confidence.CONTENT_ONLY: "waiting",
}


@dataclass(frozen=True)
class Group:
    """A table with the heading above it, where it needs one."""

    title: str | None
    table: Table


def confidence_tag(confidence: Confidence) -> Tag:
    return Tag(str(CONFIDENCE_LABELS[confidence]), _TONES.get(confidence, "neutral"))


def short_point_link(point: ActionPoint) -> Link:
    """The point by its number, for tables where many stand side by side; the title is read, not seen."""
    if point.number is None:
        return point_link(point)
    sure = point.printed_number is not None
    words = _("Point %(number)s", number=point.number) if sure else _("Point %(number)s, not confirmed", number=point.number)
    return Link(words, point_link(point).href, hidden_text=point.title(reader_locale()))


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


def source_rows(sources: Sequence[str], citations: Mapping[str, str]) -> list[SummaryRow]:
    """A source in words or by its citation beside its code; an address that stands for a source has none."""
    return [_source_row(source, citations.get(source)) for source in sources]


def _source_row(source: str, citation: str | None) -> SummaryRow:
    if source in SOURCE_LABELS:
        return SummaryRow(source, str(SOURCE_LABELS[source]))
    return SummaryRow(source, citation) if citation else SummaryRow(_("Text that was read"), source)


def history(changes: Sequence[Change], names: Mapping[str, str]) -> list[TimelineEntry]:
    """The changes of an entry. ``names`` gives the words for codes of links; other codes are shown as they are."""
    return [
        TimelineEntry(
            title=_("Version %(number)s", number=change.version),
            occurred=change.changed_at,
            author=_("Files of the catalogue") if change.changed_by == SEEDS_ACTOR.name else change.changed_by,
            text="\n".join(_change_in_words(field, *values, names) for field, values in change.fields.items()),
        )
        for change in changes
    ]


def codes_in(changes: Sequence[Change]) -> set[str]:
    """The codes that lists of the changes name, to ask for their words."""
    lists = [value for change in changes for values in change.fields.values() for value in values if isinstance(value, list)]
    return {str(code) for codes in lists for code in codes}


def _change_in_words(field: str, before: Any, after: Any, names: Mapping[str, str]) -> str:
    label = FIELD_LABELS.get(field, field)
    if isinstance(before, list) and isinstance(after, list):
        return _list_change(str(label), [names.get(code, code) for code in before], [names.get(code, code) for code in after])
    return f"{label}: {value_in_words(field, before)} → {value_in_words(field, after)}"


def _list_change(label: str, before: Sequence[str], after: Sequence[str]) -> str:
    """What joined and what left, one line each."""
    joined = [_("%(list)s, added: %(entry)s", list=label, entry=one) for one in after if one not in before]
    left = [_("%(list)s, removed: %(entry)s", list=label, entry=one) for one in before if one not in after]
    return "\n".join([*joined, *left])
