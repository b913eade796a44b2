"""What is held about a person: as a page, and as the document behind PDF and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.data_protection.enums import HeldFormat
from app.data_protection.inventory import class_of
from app.data_protection.labels import READER_LABELS
from app.foundation.actor import Actor
from app.foundation.held_data import HeldFact, HeldPart, HeldRecord
from app.foundation.partial_date import PartialDate
from app.web.filters import instant, partial_day
from app.web.languages import LANGUAGES
from app.web.page_parts import Action, Link, SummaryRow

if TYPE_CHECKING:
    from app.accounts.queries import Opening
    from app.data_protection.services import Held

SCHEMA = 1


@dataclass(frozen=True)
class ShownRecord:
    """One record of a part as the page draws it."""

    title: str | None
    rows: Sequence[SummaryRow]


@dataclass(frozen=True)
class ShownPart:
    """A heading of the page. ``empty`` is said where nothing is held under it."""

    title: str
    records: Sequence[ShownRecord]
    empty: str
    note: str | None = None


@dataclass(frozen=True)
class HeldPage:
    """The page. ``papers`` to hand over, the same complete, and as ``data_files``; all in the person's own language first."""

    caption: str
    back: Link
    intro: Sequence[str]
    parts: Sequence[ShownPart]
    openings: ShownPart
    papers: Sequence[Action]
    complete_papers: Sequence[Action]
    data_files: Sequence[Action]


def held_page(actor: Actor, held: Held) -> HeldPage:
    person = held.person
    return HeldPage(
        caption=person.code,
        back=Link(_("The person's file"), url_for("people.show_person", person_id=person.id)),
        intro=_intro(actor, held),
        parts=[_shown(part) for part in held.parts],
        openings=_shown(_openings(held.openings)),
        papers=_downloads(held, HeldFormat.SHORT),
        complete_papers=_downloads(held, HeldFormat.PDF),
        data_files=_downloads(held, HeldFormat.JSON),
    )


def held_document(actor: Actor, held: Held, language: str) -> dict[str, Any]:
    """Everything as plain data in the language at hand: what the JSON file holds and the PDF draws."""
    parts = [*held.parts, _openings(held.openings)]
    return {
        "schema": SCHEMA,
        "language": language,
        "code": held.person.code,
        "made_at": held.made_at.isoformat(),
        "title": _("What we hold about you, and with whom it was shared"),
        "intro": _intro(actor, held),
        "parts": [_part_as_data(part) for part in parts],
    }


def short_document(actor: Actor, held: Held, language: str) -> dict[str, Any]:
    """The same in short, for a sheet that others at home may read: what is empty is only named at the end."""
    parts = [*held.parts, _openings(held.openings)]
    shown = [part for one in parts if (part := _for_home(one)).records]
    empty = [part.title for part in parts if not any(one.value for record in part.records for one in record.facts)]
    told = HeldPart("rest", _("What does not stand here"), [], _rest(empty))
    document = held_document(actor, held, language)
    return {**document, "parts": [*map(_part_as_data, shown), {**_part_as_data(told), "empty": None}]}


def _for_home(part: HeldPart) -> HeldPart:
    records = [_record_for_home(record) for record in part.records if record.is_for_home]
    return replace(part, records=[record for record in records if record.facts])


def _record_for_home(record: HeldRecord) -> HeldRecord:
    return replace(record, facts=[replace(one, value=one.at_home or one.value) for one in record.facts if one.value])


def _rest(empty: Sequence[str]) -> str:
    """Said on every such sheet, whatever it leaves out: so it tells nothing by being there."""
    more = _(
        "This is the short answer. At the office you may read everything that we hold, word by word, or ask for it on paper."
    )
    nothing = _("Nothing is recorded of: %(kinds)s.", kinds="; ".join(empty)) if empty else ""
    return f"{nothing} {more}".strip()


def _intro(actor: Actor, held: Held) -> list[str]:
    return [
        _("File %(code)s, gathered on %(when)s.", code=held.person.code, when=instant(held.made_at, actor.time_zone)),
        _("Who works with you here, and may see it, gathered this. Offices elsewhere may hold more: ask there too."),
        _("If something is wrong, say so: we correct it. You may also ask that all of it is erased."),
    ]


def _languages(held: Held) -> list[str]:
    own = held.language if held.language in LANGUAGES else None
    return sorted(LANGUAGES, key=lambda language: language != own)


def _downloads(held: Held, file_format: HeldFormat) -> list[Action]:
    return [_download(held, file_format, language) for language in _languages(held)]


def _download(held: Held, file_format: HeldFormat, language: str) -> Action:
    href = url_for("data_protection.download_held", person_id=held.person.id, language=language, file_format=file_format.value)
    words = LANGUAGES[language] if file_format is HeldFormat.SHORT else f"{LANGUAGES[language]} ({file_format.value.upper()})"
    return Action(words, href)


def _openings(openings: Sequence[Opening]) -> HeldPart:
    return HeldPart(
        "openings",
        _("How often this file was opened"),
        [HeldRecord(None, [_opening(opening) for opening in openings])] if openings else [],
        _("By month and by role. The names of colleagues are kept, and checked by the data-protection focal point."),
    )


def _opening(opening: Opening) -> HeldFact:
    month = partial_day(PartialDate(opening.month_start.year, opening.month_start.month))
    who = str(READER_LABELS[opening.role]) if opening.role else _("Others")
    count = ngettext("%(num)s time", "%(num)s times", opening.times)
    return HeldFact(("audit_event.action",), f"{month}, {who}", count)


def _shown(part: HeldPart) -> ShownPart:
    records = [ShownRecord(record.title, [SummaryRow(one.label, one.value) for one in record.facts]) for record in part.records]
    return ShownPart(part.title, records, _("Nothing is held here."), part.note)


def _part_as_data(part: HeldPart) -> dict[str, Any]:
    records = [{"title": record.title, "facts": [_fact_as_data(one) for one in record.facts]} for record in part.records]
    return {"key": part.key, "title": part.title, "note": part.note, "empty": _("Nothing is held here."), "records": records}


def _fact_as_data(one: HeldFact) -> dict[str, Any]:
    return {
        "columns": list(one.columns),
        "class": max(class_of(column) for column in one.columns),
        "label": one.label,
        "value": one.value,
    }
