"""What a description of a kind of case consists of: plain, frozen facts that forms, services and pages read."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.cases.enums import CaseKind, ClosureReason, FollowUpKind, Modality, RiskLevel, Unit
from app.foundation.columns import Privacy
from app.people.enums import PopulationType

Words = Any
"""A sentence that is translated when it is shown."""


class AnswerType(enum.StrEnum):
    """The shape of an answer. Coded shapes are stored apart from free words."""

    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class OptionList(enum.StrEnum):
    """Answers that the catalogue holds instead of the description; the stored value is the entry's code."""

    DOCUMENT_TYPES = "document_types"


@dataclass(frozen=True)
class Window:
    """How soon help is needed, as the person said it.

    Attributes:
        days: until when, in plain days from the opening; None where it can wait longer.
        risk: what this says of the situation where nothing else does.
    """

    days: int | None
    risk: RiskLevel


@dataclass(frozen=True)
class Option:
    """One answer to choose. An ``excluding`` one stands alone: "none" and "unknown" go with no other."""

    value: str
    label: Words
    hint: Words = None
    excluding: bool = False
    window: Window | None = None


UNKNOWN = Option("unknown", _l("Not known"), excluding=True)
DECLINED = Option("declined", _l("Prefers not to say"), excluding=True)
YES = Option("yes", _l("Yes"))
NO = Option("no", _l("No"))


@dataclass(frozen=True)
class IntakeQuestion:
    """One question of the intake.

    Attributes:
        key: name of the answer in the case; stays for good.
        privacy: class of the answer, never above that of the column which keeps it.
        is_open_to_silence: offers "not known" and "prefers not to say" as answers of their own.
        largest: longest text in characters, or greatest number.
        plans: a date in the future becomes a follow-up of this form.
        head_words: a date that stands in the case's head line while the case is at work, with these words before it.
    """

    key: str
    label: Words
    answer: AnswerType
    options: tuple[Option, ...] = ()
    option_list: OptionList | None = None
    hint: Words = None
    privacy: Privacy = Privacy.CASE_FACT
    is_mandatory: bool = False
    is_open_to_silence: bool = True
    largest: int = 500
    plans: FollowUpKind | None = None
    head_words: Words = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """The answers that the description holds, with those of silence at the end."""
        chosen = (YES, NO) if self.answer is AnswerType.YES_NO else self.options
        silence = (UNKNOWN, DECLINED) if self.is_open_to_silence else ()
        return (*chosen, *silence)

    @property
    def is_coded(self) -> bool:
        """Whether the answer is a code, a number or a date: what reports may count."""
        return self.answer is not AnswerType.TEXT


@dataclass(frozen=True)
class IntakeSection:
    """Questions under one heading. A section that is not ``open`` is folded: nothing in it is mandatory.

    Attributes:
        matters_for: for people in these situations it is unfolded all the same.
    """

    heading: Words
    questions: tuple[IntakeQuestion, ...]
    is_open: bool = False
    matters_for: frozenset[PopulationType] = frozenset()


@dataclass(frozen=True)
class UsualDelivery:
    """What a service's quantity counts and how it is handed over, when the caseworker says nothing else."""

    unit: Unit = Unit.SERVICE
    modality: Modality = Modality.SERVICE


@dataclass(frozen=True)
class KindDescription:
    """All that is particular to one kind of case.

    Attributes:
        sentence: what such a case is for, as the choice of kinds shows it.
        goal_hint: an example of a goal in the person's words.
        steps: the usual way of such a case, as a reminder; not a state.
        follow_up_days: working days until the first follow-up, and from one to the next, by risk.
        follow_up: the usual form of a follow-up.
        closure_reasons: with the words that this kind has for them.
        usual: code of a service -> how it is usually delivered; ``UsualDelivery()`` for all others.
        is_goal_optional: where a mandatory question already says what is wanted.
    """

    kind: CaseKind
    name: Words
    sentence: Words
    goal_hint: Words
    steps: tuple[Words, ...]
    intake: tuple[IntakeSection, ...]
    follow_up_days: Mapping[RiskLevel, int]
    follow_up: FollowUpKind
    closure_reasons: Mapping[ClosureReason, Words]
    usual: Mapping[str, UsualDelivery] = field(default_factory=dict)
    is_goal_optional: bool = False

    @property
    def asks_how_soon(self) -> bool:
        return any(option.window for question in self.questions for option in question.options)

    def window_of(self, intake: Mapping[str, Any]) -> Window | None:
        """How soon help is needed by the answers of a case; None where it was not asked."""
        chosen = (
            option for one in self.questions for option in one.options if option.window and intake.get(one.key) == option.value
        )
        return next((option.window for option in chosen), None)

    @property
    def questions(self) -> Iterator[IntakeQuestion]:
        return (question for section in self.intake for question in section.questions)

    def usual_delivery(self, service_code: str) -> UsualDelivery:
        return self.usual.get(service_code, UsualDelivery())
