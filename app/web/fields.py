"""What WTForms lacks: filters and limits of typed text, whole numbers, dates in three boxes, answers and suggestions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.clock import today_in
from app.foundation.partial_date import EARLIEST_YEAR, PartialDate
from app.web.time_zones import choose_time_zone

PARTS = ("day", "month", "year")
LONGEST_NUMBER = 9
WHEN = _l("Write the date, or tick that it was today")
"""What to say where a ``DayField`` is left empty."""


def stripped(text: str | None) -> str | None:
    """Typed text without the blanks around it, lines ended one way, without characters that no text holds; or None."""
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip() or None


def on_one_line(text: str | None) -> str | None:
    """Typed text with every run of blanks, line ends and control characters as one space; None when nothing is left.

    Marks that are not seen go too: one that turns the direction of writing makes a title say something else than it holds.
    """
    if not text or text.isprintable():  # then there is neither a control character nor a mark in it
        return " ".join((text or "").split()) or None
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    kept = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in seen)
    return " ".join(kept.split()) or None


def at_most(length: int) -> Length:
    """Refuse text of more than ``length`` characters, and say how many it may have."""
    return Length(max=length, message=_l("Shorten this to %(count)s characters", count=length))


def choices(pairs: Iterable[tuple[Any, Any]], *, group: str | None = None) -> list[SelectChoice]:
    """The lines of a list, radios or checkboxes from (value, words) pairs, such as ``LABELS.items()``; words may be lazy."""
    return [SelectChoice(value=str(value), label=words, optgroup=group) for value, words in pairs]


class ThreeBoxes(Field):
    """A date typed in three boxes named ``<field>-day``, ``-month`` and ``-year``; what was typed is always kept.

    Attributes:
        typed: part -> the text as it stands in its box.
        wrong_parts: the boxes to mark when the field has an error; the error summary links to the first.
    """

    wrong_parts: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Callable[[Any], Any]] | None = None) -> None:
        self.process_errors = []
        default = self.default() if callable(self.default) else self.default
        self.object_data = self.data = default if data is None or not isinstance(data, date | PartialDate) else data
        self.typed = _parts_of(self.data)
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self._read({part: (formdata.get(f"{self.name}-{part}") or "").strip() for part in PARTS})
        for change in extra_filters or ():
            self.data = change(self.data)

    def _read(self, typed: dict[str, str]) -> None:
        self.typed = typed
        # Validators such as InputRequired look here for whether anything was typed.
        self.raw_data = [" ".join(typed.values()).strip()]
        self.data = None
        if not any(typed.values()):
            return
        try:
            self.data = self.parse(typed)
        except ValueError as error:
            self.process_errors = [str(error)]

    def parse(self, typed: dict[str, str]) -> Any:
        """The date of the three texts, at least one of which is filled.

        Raises:
            ValueError: with the sentence to show; ``wrong_parts`` then names the boxes.
        """
        raise NotImplementedError

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002 - WTForms' signature
        if self.errors and not self.wrong_parts:
            self.wrong_parts = PARTS

    def refuse(self, sentence: str, *parts: str) -> ValueError:
        self.wrong_parts = parts or PARTS
        return ValueError(sentence)

    def _number(self, typed: dict[str, str], part: str) -> int | None:
        if not typed[part]:
            return None
        if not typed[part].isascii() or not typed[part].isdigit():
            raise self.refuse(_("Write day, month and year in figures, such as 17 4 1990"), part)
        return int(typed[part])


class PartialDateField(ThreeBoxes):
    """A date of which only the year, or the month and the year, may be known. ``data`` is a ``PartialDate`` or None."""

    def parse(self, typed: dict[str, str]) -> PartialDate:
        day, month, year = (self._number(typed, part) for part in PARTS)
        if year is None:
            raise self.refuse(_("Write the year; day and month may stay empty"), "year")
        if day is not None and month is None:
            raise self.refuse(_("Write the month too, or leave the day empty"), "month")
        try:
            return PartialDate(year, month, day)
        except ValueError as error:
            raise self.refuse(*_calendar_error(str(error), year)) from None


class ExactDateField(ThreeBoxes):
    """A date of which day, month and year are needed. ``data`` is a ``date`` or None."""

    def parse(self, typed: dict[str, str]) -> date:
        day, month, year = (self._number(typed, part) for part in PARTS)
        if day is None or month is None or year is None:
            missing = [part for part in PARTS if not typed[part]]
            raise self.refuse(_("Write the day, the month and the year"), *missing)
        try:
            known = PartialDate(year, month, day)
        except ValueError as error:
            raise self.refuse(*_calendar_error(str(error), year)) from None
        return known.earliest


class DayField(ExactDateField):
    """A day that is asked, never filled in beforehand: three boxes, and beside them a tick for today, ``<field>-today``.

    ``data`` is a ``date`` or None; today is that of the reader's office. The tick's value is the ISO day that stood beside it:
    a page that was opened before midnight and is sent after it means the day that was read.
    """

    is_today = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Callable[[Any], Any]] | None = None) -> None:
        super().process(formdata, data, extra_filters)
        ticked = formdata.get(f"{self.name}-today") if formdata else None
        if ticked:
            self._read_tick(ticked)

    @property
    def today(self) -> date:
        return today_in(choose_time_zone())

    def _read_tick(self, ticked: str) -> None:
        today, named = self.today, _day_of_iso(ticked)
        self.is_today = named == today
        if named not in {today, today - timedelta(days=1)}:
            self.raw_data = [ticked]
            self._refuse_tick(_("The tick named another day. Write the date, or tick again that it was today"))
        elif self.process_errors or self.data not in {None, named}:
            self._refuse_tick(_("Write the day, or tick that it is today: not both"))
        else:
            self.raw_data, self.data, self.typed = [ticked], named, _parts_of(named)

    def _refuse_tick(self, sentence: str) -> None:
        self.process_errors = [str(self.refuse(sentence))]


def _day_of_iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _calendar_error(part: str, year: int) -> tuple[str, str]:
    has_four_figures = len(str(year)) == len(str(EARLIEST_YEAR))
    sentences = {
        "year": _("Write a year from %(year)s on", year=EARLIEST_YEAR)
        if has_four_figures
        else _("Write the year with four figures, such as 1990"),
        "month": _("The month must be a number from 1 to 12"),
        "day": _("That month has no such day"),
    }
    return sentences.get(part, _("That is not a date")), part


def _parts_of(value: date | PartialDate | None) -> dict[str, str]:
    return {part: str(getattr(value, part, None) or "") for part in PARTS}


class WholeNumberField(IntegerField):
    """A count typed in figures. ``data`` is an int or None; what was typed is kept.

    Attributes:
        how_to_write: the sentence for anything else than figures.
    """

    how_to_write: Any = _l("Write a whole number in figures, such as 3")

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER:
            raise ValueError(self.how_to_write)
        self.data = int(text)


class ClockField(StringField):
    """A time of the day as people write it: ``8``, ``8:00``, ``16.30``. ``data`` is a ``time`` or None; the text is kept."""

    data: Any
    how_to_write: Any = _l("Write the time with hours and minutes, such as 8:00 or 16:30")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = (valuelist[0] if valuelist else "").strip()[:20]
        self.data = None
        if not self.typed:
            return
        told = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", self.typed, re.ASCII)
        try:
            self.data = time(int(told[1]), int(told[2] or 0)) if told else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(self.how_to_write)

    def _value(self) -> str:
        return getattr(self, "typed", f"{self.data:%H:%M}" if self.data else "")


class _OneOfItsAnswers:
    """Says in this system's words that an answer is not on offer: the form was forged, or the list has changed."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(_l("Choose one of the answers")) from None


class OneAnswerField(_OneOfItsAnswers, RadioField):
    """One answer of a few, all of them in sight."""


class ListAnswerField(_OneOfItsAnswers, SelectField):
    """One answer of a longer list."""


class CheckboxesField(SelectMultipleField):
    """Several answers of a short list, as checkboxes. ``data`` is the list of the chosen values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SuggestField(StringField):
    """One of a long list, typed with suggestions from the browser; works as a plain text box too.

    ``data`` is the value of the label that was typed (accents and capitals do not matter), or None.
    """

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = list(choices)
        self.typed = ""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.typed = next((str(label) for known, label in self.choices if known == value), "")

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.typed = valuelist[0].strip()
        wanted = _plain(self.typed)
        self.data = next((value for value, label in self.choices if wanted in {_plain(str(label)), _plain(value)}), None)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        if self.typed and self.data is None:
            raise ValidationError(_("Choose one of the suggestions: write the first letters and pick from the list"))

    def _value(self) -> str:
        return self.typed


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).strip()
