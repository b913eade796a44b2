"""Fields that only the forms of this room use."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints
from wtforms.widgets import Select

from app.web.fields import WholeNumberField


class LongListWidget(Select):
    """Draws the options of a list of 250 countries without WTForms' general treatment of attributes, which takes longest."""

    @classmethod
    def render_option(cls, choice: SelectChoice, **_attributes: Any) -> Markup:  # type: ignore[override]  # newer than its hints
        chosen = " selected" if choice.selected else ""
        return Markup(f'<option{chosen} value="{escape(choice.value)}">{escape(choice.label)}</option>')  # noqa: S704 - both escaped


class AgeField(WholeNumberField):
    """Whole years."""

    how_to_write = _l("Write the age in whole years, in figures, such as 34")
