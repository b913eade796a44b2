"""The answers of the intake as the file shows them, in the words of the kind's description."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.cases.kinds import AnswerType, IntakeQuestion, describe
from app.cases.presenters.words import reader_locale
from app.cases.queries import option_name
from app.foundation.actor import Actor
from app.web.filters import day, number
from app.web.page_parts import SummaryRow

if TYPE_CHECKING:
    from app.cases.models import Case


@dataclass(frozen=True)
class AnsweredSection:
    """One section of the intake with the answers that were given."""

    heading: str
    rows: Sequence[SummaryRow]


def answered_sections(actor: Actor, case: Case) -> list[AnsweredSection]:
    """The sections in which something was answered; questions without an answer are left out."""
    answers = {**case.intake, **(case.intake_words or {})}
    sections = []
    for section in describe(case.kind).intake:
        answered = [(question, answers[question.key]) for question in section.questions if question.key in answers]
        rows = [SummaryRow(str(question.label), answer_in_words(actor, question, answer)) for question, answer in answered]
        if rows:
            sections.append(AnsweredSection(str(section.heading), rows))
    return sections


def answer_in_words(actor: Actor, question: IntakeQuestion, answer: Any) -> str | list[str]:
    """A stored answer as a reader sees it; a code that the description lost is shown as it is."""
    if question.answer is AnswerType.SEVERAL:
        return [_option(actor, question, value) for value in answer]
    tell = _TELLERS.get(question.answer)
    return tell(answer) if tell else _option(actor, question, answer)


_TELLERS: Mapping[AnswerType, Callable[[Any], str]] = {
    AnswerType.DATE: lambda stored: day(date.fromisoformat(stored)),
    AnswerType.NUMBER: number,
    AnswerType.TEXT: str,
}


def _option(actor: Actor, question: IntakeQuestion, value: str) -> str:
    label = next((option.label for option in question.choices if option.value == value), None)
    if label is None and question.option_list is not None:
        return option_name(actor, question.option_list, value, reader_locale())
    return str(label or value)
