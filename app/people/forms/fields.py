"""Fields that only the forms of this room use."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup, escape
from wtforms import TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints
from wtforms.widgets import Select

from app.people.ages import SaidAge, read_age
from app.web.fields import WholeNumberField, on_one_line


class LongListWidget(Select):
    """Draws the options of a list of 250 countries without WTForms' general treatment of attributes, which takes longest."""

    @classmethod
    def render_option(cls, choice: SelectChoice, **_attributes: Any) -> Markup:  # type: ignore[override]  # newer than its hints
        chosen = " selected" if choice.selected else ""
        return Markup(f'<option{chosen} value="{escape(choice.value)}">{escape(choice.label)}</option>')  # noqa: S704 - both escaped


MOST_NAMES, LONGEST_NAME = 8, 120


class NamesField(TextAreaField):
    """Several names, one a line. ``data`` is the list of them, each on one line, without empty ones."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        lines = (on_one_line(line) for line in str(valuelist[0] if valuelist else "").splitlines())
        self.data = [line for line in lines if line]

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        if len(self.data) > MOST_NAMES:
            raise ValidationError(_("Write at most %(count)s names", count=MOST_NAMES))
        if any(len(name) > LONGEST_NAME for name in self.data):
            raise ValidationError(_("Shorten each name to %(count)s characters", count=LONGEST_NAME))

    def _value(self) -> str:
        return "\n".join(self.data)


class AgeField(WholeNumberField):
    """Whole years, or months with their unit, such as ``3 meses``; it begins with years or with a ``SaidAge``.

    ``data`` are the years; ``months`` are set where they were said of somebody under two.
    """

    how_to_write = _l("Write the age in years, such as 34, or a baby's in months, such as: 3 months")
    months: int | None = None

    def process_data(self, value: Any) -> None:
        self.data, self.months = (value.years, value.months) if isinstance(value, SaidAge) else (value, None)

    def process_formdata(self, valuelist: list[Any]) -> None:
        said = read_age(str(valuelist[0])) if valuelist else None
        if said is None:
            self.months = None
            super().process_formdata(valuelist)
        else:
            self.data, self.months = said.years, said.months

    def _value(self) -> str:
        if self.raw_data or self.months is None:
            return str(super()._value())  # type: ignore[misc]  # not in WTForms' type hints
        return str(ngettext("%(num)s month", "%(num)s months", self.months))
