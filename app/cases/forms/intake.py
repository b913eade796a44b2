"""The form that opens a case, made from the description of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.cases.enums import CaseKind, RiskLevel
from app.cases.kinds import AnswerType, IntakeQuestion, KindDescription, OptionList, describe
from app.cases.labels import RISK_LABELS
from app.cases.services import NewCase
from app.web.fields import (
    CheckboxesField,
    ExactDateField,
    ListAnswerField,
    OneAnswerField,
    WholeNumberField,
    at_most,
    choices,
    stripped,
)
from app.web.forms import Form

LONGEST_GOAL = 500
LONGEST_ON_ONE_LINE = 200
NOBODY = ""


class OpenCaseForm(Form):
    """What every kind asks; the kind's own questions stand before it as fields named ``intake_<key>``."""

    description: KindDescription

    goal: TextAreaField
    risk: OneAnswerField
    caseworker_id: ListAnswerField
    opened_on: ExactDateField

    def offer(self, *, caseworkers: Sequence[tuple[str, str]], listed: Mapping[OptionList, Sequence[tuple[str, str]]]) -> None:
        """Fill in the colleagues of the office, and the answers that the catalogue holds."""
        self.caseworker_id.choices = choices([*caseworkers, (NOBODY, _l("Nobody yet: the supervisor decides"))])
        for question in self.description.questions:
            if question.option_list is not None:
                chosen = [*listed[question.option_list], *((option.value, option.label) for option in question.choices)]
                self.field_of(question).choices = choices([("", _l("Not asked")), *chosen])  # type: ignore[attr-defined]

    def field_of(self, question: IntakeQuestion) -> Field:
        field: Field = self[name_of(question)]
        return field

    def new_case(self) -> NewCase:
        """The form as the service takes it; only after validation. Unanswered questions are left out."""
        answers = {question: self.field_of(question).data for question in self.description.questions}
        answered = {question: data for question, data in answers.items() if data not in (None, "", [])}
        intake = {question.key: _coded(data) for question, data in answered.items() if question.is_coded}
        window = self.description.window_of(intake)
        return NewCase(
            kind=self.description.kind,
            goal=str(self.goal.data or ""),
            risk=RiskLevel(self.risk.data) if self.risk.data or window is None else window.risk,
            caseworker_id=UUID(self.caseworker_id.data) if self.caseworker_id.data else None,
            opened_on=self.opened_on.data,
            intake=intake,
            intake_words={question.key: data for question, data in answered.items() if not question.is_coded},
        )


def name_of(question: IntakeQuestion) -> str:
    return f"intake_{question.key}"


@lru_cache(maxsize=len(CaseKind))
def intake_form(kind: CaseKind) -> type[OpenCaseForm]:
    """The form of one kind: its questions in their order, then what every kind asks."""
    description = describe(kind)
    fields = {name_of(question): _FIELD_MAKERS[question.answer](question) for question in description.questions}
    return type("OpenCaseForm", (OpenCaseForm,), {"description": description, **fields, **_common_fields(description)})


def _common_fields(description: KindDescription) -> dict[str, Any]:
    """Made anew for each kind: WTForms orders fields by the moment of their making."""
    wants = DataRequired(_l("Write in one sentence what the person wants to reach"))
    chooses = InputRequired(_l("Choose how urgent the situation is"))
    return {
        "goal": TextAreaField(
            _l("What does the person want to reach?"),
            [Optional() if description.is_goal_optional else wants, at_most(LONGEST_GOAL)],
            filters=[stripped],
            description=description.goal_hint,
        ),
        "risk": OneAnswerField(
            _l("How urgent is the situation?"),
            [Optional() if description.asks_how_soon else chooses],
            choices=choices(RISK_LABELS.items()),
            description=_l("Left open, it follows from how soon the help is needed.") if description.asks_how_soon else "",
        ),
        "caseworker_id": ListAnswerField(_l("Who carries the case?"), choices=choices([(NOBODY, NOBODY)])),
        "opened_on": ExactDateField(_l("Day on which the work began"), [InputRequired(_l("Write the day"))]),
    }


def _required(question: IntakeQuestion) -> list[Any]:
    if question.is_mandatory:
        return [InputRequired(_l("Answer the question: %(question)s", question=question.label))]
    return [Optional()]


def _choice(question: IntakeQuestion) -> Field:
    if question.option_list is not None:
        return ListAnswerField(question.label, description=question.hint, default="")
    return OneAnswerField(
        question.label,
        _required(question),
        choices=choices((option.value, option.label) for option in question.choices),
        description=question.hint,
    )


def _several(question: IntakeQuestion) -> Field:
    return CheckboxesField(
        question.label,
        [*_required(question), _standing_alone(question)],
        choices=choices((option.value, option.label) for option in question.choices),
        description=question.hint,
    )


def _standing_alone(question: IntakeQuestion) -> Callable[[Any, Field], None]:
    """Refuses "none" or "not known" together with other answers."""
    excluding = {option.value: option.label for option in question.choices if option.excluding}

    def check(_form: Any, field: Field) -> None:
        contradicting = [label for value, label in excluding.items() if value in field.data]
        if contradicting and len(field.data) > 1:
            raise ValidationError(_("“%(answer)s” cannot stand beside other answers", answer=contradicting[0]))

    return check


def _number(question: IntakeQuestion) -> Field:
    limit = NumberRange(0, question.largest, _l("Write a number up to %(largest)s", largest=question.largest))
    return WholeNumberField(question.label, [*_required(question), limit], description=question.hint)


def _date(question: IntakeQuestion) -> Field:
    return ExactDateField(question.label, _required(question), description=question.hint)


def _text(question: IntakeQuestion) -> Field:
    made = StringField if question.largest <= LONGEST_ON_ONE_LINE else TextAreaField
    return made(question.label, [*_required(question), at_most(question.largest)], filters=[stripped], description=question.hint)


_FIELD_MAKERS: Mapping[AnswerType, Callable[[IntakeQuestion], Field]] = {
    AnswerType.CHOICE: _choice,
    AnswerType.YES_NO: _choice,
    AnswerType.SEVERAL: _several,
    AnswerType.NUMBER: _number,
    AnswerType.DATE: _date,
    AnswerType.TEXT: _text,
}


def _coded(data: Any) -> Any:
    """An answer as JSON keeps it."""
    return data.isoformat() if isinstance(data, date) else data
