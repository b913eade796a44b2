"""Fields and filters that the forms of this room share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from wtforms import IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints
from wtforms.validators import Length
from wtforms.widgets import HiddenInput, Select

LONGEST_NUMBER = 9


def one_line(text: str | None) -> str | None:
    """Typed text on one line, without the blanks around it and without characters that nobody types; or None."""
    kept = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text or "")
    return " ".join(kept.split()) or None


def at_most(length: int) -> Length:
    return Length(max=length, message=_l("Shorten this to %(count)s characters", count=length))


def choices(pairs: Iterable[tuple[Any, Any]], *, group: Any = None) -> list[SelectChoice]:
    """Choices from (value, label) pairs, in their order, under one heading when ``group`` gives it."""
    return [SelectChoice(value=str(value), label=label, optgroup=group) for value, label in pairs]


def labelled(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Choices from a table of labels, in its order."""
    return choices((member.value, words) for member, words in labels.items())


class LongListWidget(Select):
    """Draws the options of a list of 250 countries without WTForms' general treatment of attributes, which takes longest."""

    @classmethod
    def render_option(cls, choice: SelectChoice, **_attributes: Any) -> Markup:  # type: ignore[override]  # newer than its hints
        chosen = " selected" if choice.selected else ""
        return Markup(f'<option{chosen} value="{escape(choice.value)}">{escape(choice.label)}</option>')  # noqa: S704 - escaped


class AgeField(IntegerField):
    """Whole years typed in figures. ``data`` is an int or None; what was typed is kept."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER:
            raise ValueError(_l("Write the age in whole years, in figures, such as 34"))
        self.data = int(text)


class VersionField(IntegerField):
    """The version of the record that the page showed; a damaged one counts as none, which is never the present one."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0

    def replace(self, version: int) -> None:
        """Show another version than the one that was sent."""
        self.data, self.raw_data = version, None
