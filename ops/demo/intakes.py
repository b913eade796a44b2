"""Invented answers to the intake questions, made from the descriptions of the kinds: whatever they ask gets an answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.cases.kinds import KINDS, AnswerType, IntakeQuestion, OptionList

INTAKES_PER_KIND = 60
"""Different sets of answers a kind; each case gets one of them."""
DOCUMENT_CODES = ("VE-CI", "VE-PAS", "VE-PNA", "CO-PPT", "PE-CPP", "EC-VIRTE")
TEXTS = ("Prefiere las mañanas.", "Vive con su hermana.", "Tiene experiencia de varios años.", "Viaja con dos niños.")


def invent_intakes(seed: int, as_of: date) -> Mapping[str, list[dict[str, Any]]]:
    """For each kind, sets of answers as the case keeps them: ``coded`` and ``words``, by the question's key."""
    chance = random.Random(seed)  # noqa: S311 - invented people, not secrets
    return {
        kind.value: [_answers(list(description.questions), chance, as_of) for _ in range(INTAKES_PER_KIND)]
        for kind, description in KINDS.items()
    }


def _answers(questions: list[IntakeQuestion], chance: random.Random, as_of: date) -> dict[str, Any]:
    """Mandatory questions always, the others as often as a busy counter asks them; codes apart from free words."""
    asked = [question for question in questions if question.is_mandatory or chance.random() < 0.7]
    return {
        "coded": {question.key: _answer(question, chance, as_of) for question in asked if question.is_coded},
        "words": {question.key: chance.choice(TEXTS) for question in asked if not question.is_coded},
    }


def _answer(question: IntakeQuestion, chance: random.Random, as_of: date) -> Any:
    if question.answer is AnswerType.NUMBER:
        return chance.randint(1, min(question.largest, 8))
    if question.answer is AnswerType.DATE:
        return (as_of - timedelta(days=chance.randint(1, 400))).isoformat()
    values = _values(question)
    if question.answer is AnswerType.SEVERAL:
        return sorted(chance.sample(values, k=min(len(values), chance.randint(1, 3))))
    return chance.choice(values)


def _values(question: IntakeQuestion) -> list[str]:
    if question.option_list is OptionList.DOCUMENT_TYPES:
        return list(DOCUMENT_CODES)
    standing_alone = {option.value for option in question.choices if option.excluding}
    open_ones = [option.value for option in question.choices if option.value not in standing_alone]
    return open_ones or sorted(standing_alone)
