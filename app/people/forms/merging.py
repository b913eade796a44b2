"""Forms about two files of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import DataRequired, InputRequired

from app.people.enums import MergeGround
from app.people.labels import GROUND_LABELS
from app.people.services import MergeChoice
from app.people.services.merging import Side
from app.web.fields import OneAnswerField, at_most, choices, on_one_line
from app.web.forms import Form, VersionField

PREFIX = "side_"
"""Before the name of a question, in the name of its field."""
HOUSEHOLD = "household"


class FindOtherFileForm(Form):
    """Which other file may be of the same person."""

    code = StringField(
        _l("Code or name in the other file"),
        [DataRequired(_l("Write the code of the other file, such as CUC-P-000123, or a name")), at_most(120)],
        filters=[on_one_line],
    )  # fmt: skip


class MergeFilesForm(Form):
    """Whose value stays, question by question, and how it is known that both files are of one person."""

    kept_version = VersionField("")
    other_version = VersionField("")
    ground = OneAnswerField(
        _l("How do you know that both files are of one person?"),
        [InputRequired(_l("Choose how you know that both files are of one person"))],
        choices=choices(GROUND_LABELS.items()),
    )

    @classmethod
    def between(
        cls,
        questions: Mapping[str, tuple[Any, Sequence[tuple[Side, Any]]]],
        *,
        grounds: Mapping[MergeGround, Any],
        proposed: Mapping[str, Side],
        versions: tuple[int, int],
    ) -> Self:
        """The form with one field for each question.

        Args:
            questions: name -> its words and the answers to choose from.
            grounds: those that can hold for these two, with their words.
            proposed: what stands ticked at first; a question without a proposal has to be answered.
        """
        fields = {
            f"{PREFIX}{name}": OneAnswerField(
                words, [InputRequired(_l("Choose what stays"))], choices=choices((side.value, said) for side, said in answers)
            )
            for name, (words, answers) in questions.items()
        }
        known = {f"{PREFIX}{name}": side.value for name, side in proposed.items()}
        asking: type[Self] = type("FormOfTheseTwo", (cls,), fields)
        form = asking(data={**known, "kept_version": versions[0], "other_version": versions[1]})
        form.ground.choices = choices(grounds.items())
        return form

    @property
    def questions(self) -> list[Field]:
        """The fields about differences, in their order."""
        return [field for field in self if field.name.startswith(PREFIX)]

    @property
    def choice(self) -> MergeChoice:
        """What was decided; only after validation."""
        answers = {name.removeprefix(PREFIX): Side(value) for name, value in self.data.items() if name.startswith(PREFIX)}
        household = answers.pop(HOUSEHOLD, Side.KEPT)
        versions = (self.kept_version.data or 0, self.other_version.data or 0)
        return MergeChoice(ground=MergeGround(self.ground.data), sides=answers, versions=versions, household=household)


class UndoMergeForm(Form):
    """Nothing to fill in: undoing is confirmed."""
