"""The forms of supervision."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import DataRequired, InputRequired

from app.supervision.services import ChosenCase
from app.web.fields import OneAnswerField, at_most, choices, on_one_line
from app.web.forms import Form

LONGEST_REASON = 200


class ChosenCasesField(Field):
    """The ticked cases, each ``<id>`` or ``<id>.<version>``; what is neither is passed over. ``data`` has the texts."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def chosen(self) -> list[ChosenCase]:
        return [case for case in map(_chosen_case, self.data or []) if case is not None]


def _chosen_case(text: str) -> ChosenCase | None:
    case_id, _, version = text.partition(".")
    try:
        return ChosenCase(UUID(case_id), int(version) if version else None)
    except ValueError:
        return None


class ReassignForm(Form):
    """Who takes the chosen cases, and why."""

    case = ChosenCasesField()
    caseworker_id = OneAnswerField(_l("Who takes them?"), validators=[InputRequired(_l("Choose a colleague"))])
    reason = StringField(
        _l("Why?"),
        description=_l("It stays in the history of each case. No names of persons, no health matters."),
        filters=[on_one_line],
        validators=[DataRequired(_l("Write why the cases change hands")), at_most(LONGEST_REASON)],
    )

    def offer(self, colleagues: Sequence[tuple[str, str]]) -> None:
        """Set the colleagues to choose from, as (id, name)."""
        self.caseworker_id.choices = choices(colleagues)

    def taker(self) -> UUID:
        return UUID(str(self.caseworker_id.data))
