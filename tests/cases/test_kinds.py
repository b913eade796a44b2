from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.cases.enums import CaseKind, ClosureReason, RiskLevel
from app.cases.kinds import KINDS, AnswerType, IntakeQuestion, KindDescription, describe, usual_delivery
from app.cases.models import Case
from app.catalogue.models import Service
from app.foundation.columns import Privacy

QUESTIONS = [(kind, question) for kind, description in KINDS.items() for question in description.questions]
NAMES = [f"{kind}.{question.key}" for kind, question in QUESTIONS]


def test_every_kind_of_case_has_its_description() -> None:
    assert set(KINDS) == set(CaseKind)
    assert all(describe(kind).kind is kind for kind in CaseKind)


@pytest.mark.parametrize("description", KINDS.values(), ids=KINDS)
def test_a_description_cannot_be_changed_by_accident(description: KindDescription) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        description.sentence = "Something else"  # type: ignore[misc]


@pytest.mark.parametrize("description", KINDS.values(), ids=KINDS)
def test_the_questions_of_a_kind_have_keys_of_their_own(description: KindDescription) -> None:
    keys = Counter(question.key for question in description.questions)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("description", KINDS.values(), ids=KINDS)
def test_what_must_be_answered_stands_in_sight_and_is_little(description: KindDescription) -> None:
    folded = [
        question.key
        for section in description.intake
        if not section.is_open
        for question in section.questions
        if question.is_mandatory
    ]
    assert folded == []
    assert 1 <= sum(question.is_mandatory for question in description.questions) <= 3


@pytest.mark.parametrize(("kind", "question"), QUESTIONS, ids=NAMES)
def test_an_answer_is_never_more_private_than_the_column_that_keeps_it(kind: CaseKind, question: IntakeQuestion) -> None:
    column = Case.__table__.c.intake if question.is_coded else Case.__table__.c.intake_words_sealed
    assert question.privacy <= Privacy(column.info["privacy"])


@pytest.mark.parametrize(("kind", "question"), QUESTIONS, ids=NAMES)
def test_answers_to_choose_have_values_of_their_own(kind: CaseKind, question: IntakeQuestion) -> None:
    values = [option.value for option in question.choices]
    assert len(values) == len(set(values))
    if question.answer is AnswerType.YES_NO:
        assert values == ["yes", "no", "unknown", "declined"]


@pytest.mark.parametrize(("kind", "question"), QUESTIONS, ids=NAMES)
def test_a_coded_question_that_may_stay_open_takes_silence_as_an_answer(kind: CaseKind, question: IntakeQuestion) -> None:
    if question.answer in {AnswerType.CHOICE, AnswerType.SEVERAL, AnswerType.YES_NO} and not question.is_mandatory:
        assert {"unknown", "declined"} <= {option.value for option in question.choices}


@pytest.mark.parametrize("description", KINDS.values(), ids=KINDS)
def test_a_kind_has_deadlines_for_every_risk_and_words_for_reaching_its_goal(description: KindDescription) -> None:
    assert set(description.follow_up_days) == set(RiskLevel)
    assert ClosureReason.GOAL_MET in description.closure_reasons


def test_usual_ways_of_delivery_name_services_of_the_catalogue(session: Session) -> None:
    codes = {code for description in KINDS.values() for code in description.usual}
    known = set(session.scalars(sa.select(Service.code)))
    assert codes - known == set()
    assert usual_delivery("H-ALB").unit == "night"
    assert usual_delivery("D-ORI").unit == "service"


@pytest.mark.parametrize("locale", ["es", "pt"])
def test_every_word_of_every_kind_is_translated(session: Session, locale: str) -> None:
    with force_locale(locale):
        untranslated = [
            f"{kind}.{question.key}"
            for kind, question in QUESTIONS
            for words in (question.label, question.hint, *(option.label for option in question.choices))
            if words is not None and str(words) == english(words) != "No"
        ]
    assert untranslated == []


def english(words: object) -> str:
    with force_locale("en"):
        return str(words)
