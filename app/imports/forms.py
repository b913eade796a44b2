"""The forms of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from app.foundation.actor import Actor
from app.imports import queries
from app.imports.enums import Decision
from app.people.labels import POPULATION_LABELS
from app.people.queries import nationality_groups
from app.web.fields import ListAnswerField, OneAnswerField, choices
from app.web.forms import Form

DECISION_LABELS = {
    Decision.LEAVE_OUT: _l("The same person: leave the row out"),
    Decision.REGISTER: _l("Another person: register"),
}
ROW = "row-"
"""Begins the name of the answer about one row."""


class BringFileForm(Form):
    """A file of people, for which office, and what holds where a cell is empty."""

    file = FileField(
        _l("File with the people"),
        render_kw={"accept": ".xlsx,.csv,.txt,.tsv"},
        description=_l("A spreadsheet (XLSX) or CSV, one row for each person, the headings in the first line"),
    )
    office = ListAnswerField(_l("Office where they are registered"), [InputRequired(_l("Choose the office"))])
    population_type = ListAnswerField(
        _l("Situation, where the cell is empty"), [Optional()], default="", description=_l("Without it, empty cells are errors")
    )
    nationality = ListAnswerField(
        _l("Nationality, where the cell is empty"), [Optional()], default="", description=_l("Without it, empty cells are errors")
    )

    @classmethod
    def for_actor(cls, actor: Actor, locale: str) -> Self:
        offices = queries.offices_to_choose(actor)
        form = cls(office=str(actor.office_id if actor.office_id in {office.id for office in offices} else ""))
        often, others = nationality_groups(locale)
        nothing = choices([("", "")])
        form.office.choices = [*nothing, *choices((office.id, office.name) for office in offices)]
        form.population_type.choices = [*nothing, *choices(POPULATION_LABELS.items())]
        form.nationality.choices = [
            *nothing,
            *choices(often, group=_l("Often met")),
            *choices(others, group=_l("All countries")),
        ]
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        return self._has_one_file() and is_valid

    def content(self) -> dict[str, Any]:
        """What was chosen; the file is told from others by its own digest."""
        return {name: value for name, value in super().content().items() if name != "file"}

    @property
    def stream(self) -> IO[bytes]:
        """What was sent; only after validation."""
        stream: IO[bytes] = self.file.data.stream
        return stream

    @property
    def defaults(self) -> Mapping[str, str]:
        """Column -> code, for cells that are empty; an undetermined sex is never assumed."""
        given = {"population_type": self.population_type.data, "nationality": self.nationality.data}
        return {column: str(code) for column, code in given.items() if code}

    def _has_one_file(self) -> bool:
        sent = [one for one in self.file.raw_data or () if isinstance(one, FileStorage) and one]
        if len(sent) == 1:
            return True
        self.file.errors = [_("Choose the file with the people") if not sent else _("Bring one file at a time")]
        return False


class DecideRowsForm(Form):
    """What is said of the rows of one page; each answer is a field of its own, named by the number of the row."""

    @property
    def decisions(self) -> Mapping[int, Decision]:
        """The answers that were given, by number of the row; what is none is left out."""
        sent = ((name.removeprefix(ROW), value) for name, value in request.form.items() if name.startswith(ROW))
        return {
            int(number): Decision(value)
            for number, value in sent
            if number.isascii() and number.isdigit() and len(number) < 9 and value in set(Decision)
        }

    def content(self) -> dict[str, Any]:
        return {str(number): decision.value for number, decision in self.decisions.items()}


class DecideRestForm(Form):
    """The same for all rows of which nobody has said anything."""

    decision = OneAnswerField(
        _l("What holds for all that remain?"),
        [InputRequired(_l("Choose what holds for all that remain"))],
        choices=choices(DECISION_LABELS.items()),
    )

    @property
    def chosen(self) -> Decision:
        return Decision(self.decision.data)


class ConfirmForm(Form):
    """Going on, or throwing away, after one more look."""
