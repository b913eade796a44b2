"""A form on paper, made from its own fields: a new field appears by itself, blank to write on or filled as it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, FieldList, FormField

from app.web.fields import SuggestField
from app.web.typesetting import typeset
from app.web.widgets import component_of, may_stay_empty

TEMPLATE = Path(__file__).resolve().parent / "typst" / "form.typ"
MOST_BOXES = 14
"""Answers that are printed to tick; a longer list is a line to write on."""
LINES_OF_A_FAMILY, LINES_OF_A_CROWD = 5, 24
"""Blank lines of a short list beside other questions, and of a list that is the form itself."""
SHORT_LIST = 12
FEW_FIELDS = 12
"""So many go in one column with more room to write; more of them in two."""
VERSION_LETTERS = 6
SIGNATURE = "signature"
"""Name of the field into which somebody signs: on paper a box for it."""
NOT_PRINTED = frozenset({"hidden", "submit", "password", "file"})
TO_TICK = frozenset({"radios", "checkboxes", "select"})


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a form on paper says beside its fields.

    Attributes:
        code: of the form, such as ``people-register``; the version is made of its fields.
        language: BCP 47.
        one_of: names of fields of which one has to be answered, and any of them will do.
        hints: name of a field -> words above its answers, such as those to read aloud.
        about: code of the record, by which the paper is put to it.
    """

    title: str
    code: str
    language: str
    one_of: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    about: str | None = None


def print_blank(form: Any, paper: Paper, *, made_at: datetime) -> bytes:
    """The PDF to write on; nothing that the form holds stands in it, nor answers that only this record offers."""
    _offer_as_stated(form)
    return _typeset(form, paper, Printer(paper, is_filled=False), made_at)


def print_filled(form: Any, paper: Paper, *, made_at: datetime) -> bytes:
    """The PDF of the form as it stands."""
    return _typeset(form, paper, Printer(paper, is_filled=True), made_at)


def _typeset(form: Any, paper: Paper, printer: Printer, made_at: datetime) -> bytes:
    sections = printer.sections_of(form)
    data = {
        "language": paper.language.partition("-")[0],
        "title": paper.title,
        "code": paper.code,
        "about": paper.about,
        "version": _("version %(letters)s", letters=version_of(form)),
        "marked": _("What is not marked “optional” has to be answered; “not known” is an answer too."),
        "head": [] if printer.is_filled else [_("Office"), _("Date"), _("Written by")],
        "page": _("page"),
        "of": _("of"),
        "parts": [_("day"), _("month"), _("year")],
        "columns": 1 if sum(len(section["fields"]) for section in sections) <= FEW_FIELDS else 2,
        "flipped": any(isinstance(one, FieldList) and not _is_short(one) for one in form),
        "sections": sections,
    }
    return typeset(TEMPLATE, "form", data, made_at=made_at)


def version_of(form: Any) -> str:
    """Changes when a field or an answer is added, taken away or asked otherwise; the same in all languages."""
    shape = json.dumps(_shape(form), sort_keys=True)
    return hashlib.sha256(shape.encode()).hexdigest()[:VERSION_LETTERS]


def _shape(form: Any) -> list[Any]:
    return [[one.short_name, *_shape_of(one)] for one in _printed(form)]


def _shape_of(one: Any) -> list[Any]:
    if isinstance(one, FormField):
        return _shape(one.form)
    if isinstance(one, FieldList):
        return [] if not one.entries else _shape(one.entries[0].form)
    kind = component_of(one)
    return [kind, [str(choice.data) for choice in one] if kind in TO_TICK and _few(one) else []]


class Printer:
    """From the fields of a form to what the page draws, with or without what they hold."""

    def __init__(self, paper: Paper, *, is_filled: bool) -> None:
        self.paper, self.is_filled = paper, is_filled

    def sections_of(self, form: Any) -> list[dict[str, Any]]:
        sections: list[dict[str, Any]] = [{"title": None, "fields": []}]
        for one in _printed(form):
            if isinstance(one, FormField):
                sections.append({"title": None, "fields": [self._drawn(inner) for inner in _printed(one.form)]})
            elif isinstance(one, FieldList):
                sections.append({"title": None, "fields": [], "table": self._table(one)})
            else:
                if "fields" not in sections[-1] or sections[-1].get("table"):
                    sections.append({"title": None, "fields": []})
                sections[-1]["fields"].append(self._drawn(one))
        return [section for section in sections if section["fields"] or section.get("table")]

    def _drawn(self, one: Any) -> dict[str, Any]:
        kind = component_of(one)
        drawn: dict[str, Any] = {
            "label": str(one.label.text),
            "mark": self._mark(one),
            "note": self._note(one),
            "hint": self.paper.hints.get(one.short_name),
            "kind": "line",
            "value": self._words(one),
        }
        if kind in TO_TICK and one.choices and _few(one) and (answers := self._choices(one)):
            drawn |= {"kind": "boxes", "choices": answers}
        elif kind == "checkbox":
            drawn |= {
                "kind": "boxes",
                "choices": [{"text": drawn["label"], "on": self.is_filled and bool(one.data)}],
                "label": "",
            }
        elif kind in {"date", "day"}:
            drawn |= {"kind": "date", "value": [one.typed[part] if self.is_filled else "" for part in ("day", "month", "year")]}
        elif kind == "textarea":
            drawn |= {"kind": "area"}
        elif one.short_name == SIGNATURE:
            drawn |= {"kind": "signature", "value": ""}
        return drawn

    def _mark(self, one: Any) -> str:
        """As on the screen; what is filled in needs none."""
        is_optional = may_stay_empty(one) and one.short_name not in self.paper.one_of
        return str(_("%(label)s (optional)", label="")).strip() if is_optional and not self.is_filled else ""

    def _note(self, one: Any) -> str:
        is_first = one.short_name == next(iter(self.paper.one_of), None)
        return str(_("One of the three is enough")) if is_first and not self.is_filled else ""

    def _choices(self, one: Any) -> list[dict[str, Any]]:
        return [
            {"text": str(choice.label.text), "on": self.is_filled and bool(choice.checked)} for choice in one if str(choice.data)
        ]

    def _words(self, one: Any) -> str:
        """What the field holds, as it reads on paper."""
        if not self.is_filled or one.data in (None, "", []):
            return ""
        if isinstance(one, SuggestField):
            return one.typed
        if component_of(one) in TO_TICK:
            chosen = one.data if isinstance(one.data, list) else [one.data]
            return ", ".join(
                str(choice.label) for choice in one.iter_choices() if choice.value in {str(value) for value in chosen}
            )
        return ", ".join(one.data) if isinstance(one.data, list | tuple) else str(one.data)

    def _table(self, rows: Any) -> dict[str, Any]:
        cells = list(_printed(rows.entries[0].form)) if rows.entries else []
        filled = [[self._words(cell) for cell in _printed(entry.form)] for entry in rows.entries] if self.is_filled else []
        written = [line for line in filled if any(line)]
        blank = LINES_OF_A_FAMILY if _is_short(rows) else LINES_OF_A_CROWD
        return {"columns": [str(cell.label.text) for cell in cells], "rows": written, "blank": 0 if self.is_filled else blank}


def _offer_as_stated(form: Any) -> None:
    """Offer the answers that the class of the form states, where it states any, in place of those made for one record."""
    for one in form:
        if isinstance(one, FormField):
            _offer_as_stated(one.form)
        stated = getattr(getattr(type(form), one.short_name, None), "kwargs", {})
        if "choices" in stated:
            one.choices = list(stated["choices"])


def _printed(form: Any) -> Iterable[Any]:
    return (one for one in form if isinstance(one, FormField | FieldList) or _is_asked(one))


def _is_asked(one: Field) -> bool:
    kind = component_of(one)
    return kind not in NOT_PRINTED and not (kind == "checkboxes" and not getattr(one, "choices", None)) and bool(one.label.text)


def _is_short(rows: Any) -> bool:
    """Whether a list stands beside other questions; else it is the form itself, and the sheet lies on its side."""
    return (rows.max_entries or 0) <= SHORT_LIST


def _few(one: Any) -> bool:
    return len(one.choices or ()) <= MOST_BOXES
