"""The part of a form about consent that says whether somebody interpreted."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, ValidationError

from app.people import queries
from app.people.enums import InterpretedBy
from app.people.forms.fields import LongListWidget
from app.people.labels import INTERPRETED_LABELS
from app.people.services import Interpretation
from app.web.fields import ListAnswerField, choices
from app.web.forms import RowForm

SAME_LANGUAGE = _l(
    "The words on this page are in this language already. Choose the one into which somebody interpreted, or take away the tick "
    "that somebody did"
)


class InterpretedForm(RowForm):
    """Whether somebody interpreted the words, and who; into which language, the page asks in its own place."""

    words_in: str = ""
    """ISO 639-1 of the language in which the page showed the words to read."""
    interpreted = BooleanField(_l("Somebody interpreted the words into another language"))
    interpreted_by = ListAnswerField(_l("Who interpreted?"), choices=choices([("", ""), *INTERPRETED_LABELS.items()]), default="")

    @property
    def is_told_without_tick(self) -> bool:
        """Whether it is said who interpreted, but not that somebody did: neither may be lost without a word."""
        return not self.interpreted.data and bool(self.interpreted_by.data)

    def validate_interpreted(self, _field: Field) -> None:
        if self.is_told_without_tick:
            raise ValidationError(_l("Tick that somebody interpreted the words, or empty what you answered about it"))

    def validate_interpreted_by(self, field: Field) -> None:
        if self.interpreted.data and not field.data:
            raise ValidationError(_l("Choose who interpreted"))

    def check_interpreted_into(self, language: str | None) -> None:
        """Refuse the language in which the words stood on the page: nobody interprets into what is read aloud anyway.

        Args:
            language: ISO 639, as it was answered.

        Raises:
            ValidationError: with what to do.
        """
        if self.interpreted.data and language and language == self.words_in:
            raise ValidationError(SAME_LANGUAGE)

    def interpretation(self, into: str | None) -> Interpretation | None:
        """Args: into: ISO 639; only after validation."""
        return Interpretation(InterpretedBy(self.interpreted_by.data), into) if self.interpreted.data and into else None


def spoken_languages(locale: str) -> list[Any]:
    """The lines of a list of languages, those met often first, under an empty one."""
    often, others = queries.language_groups(locale)
    return [
        *choices([("", "")]),
        *choices(often, group=_l("Often met")),
        *choices(others, group=_l("All languages")),
    ]


def interpreted_into_field() -> ListAnswerField:
    return ListAnswerField(_l("Into which language?"), default="", widget=LongListWidget())
