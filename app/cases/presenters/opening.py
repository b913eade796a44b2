"""The two steps of opening a case: its kind, then the questions of that kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from wtforms import Field

from app.cases.enums import CaseKind, CaseStatus
from app.cases.forms import OpenCaseForm
from app.cases.kinds import KINDS, AnswerType, IntakeQuestion, describe
from app.cases.labels import RISK_HINTS
from app.cases.presenters.words import case_words
from app.foundation.actor import Actor
from app.people.enums import ConsentPurpose, PopulationType
from app.people.presenters import file_caution, person_name
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.cases.models import Case
    from app.people.models import Consent, Person


@dataclass(frozen=True)
class KindChoice:
    """One kind to choose, with what such a case is for."""

    value: str
    name: str
    sentence: str


@dataclass(frozen=True)
class KindsPage:
    """The first step; ``present`` leads to the person's cases that are not closed: perhaps no new one is needed."""

    person: str
    caution: str | None
    back: Link
    action_url: str
    kinds: Sequence[KindChoice]
    present: Sequence[Link]


@dataclass(frozen=True)
class AskedQuestion:
    """One question as its field. ``hints`` explains answers by their value; few short answers stand side by side."""

    field: Field
    hints: Mapping[str, Mapping[str, str]]
    is_inline: bool


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one section of the intake; a section that is not ``is_open`` is folded."""

    heading: str
    questions: Sequence[AskedQuestion]
    filled: int
    is_open: bool
    is_unfolded: bool = False

    @property
    def fields(self) -> list[Field]:
        return [question.field for question in self.questions]


@dataclass(frozen=True)
class OpeningPage:
    """The second step; plain words, so that it outlives a refused saving."""

    person: str
    code: str
    caution: str | None
    title: str
    sentence: str
    back: Link
    cancel: Link
    present: Sequence[Link]
    risk_hints: Mapping[str, Mapping[str, str]]


def kinds_page(person: Person, cases: Sequence[Case], in_force: Mapping[ConsentPurpose, Consent]) -> KindsPage:
    return KindsPage(
        person=person_name(person),
        caution=file_caution(in_force),
        back=_to_person(person),
        action_url=url_for("cases.open_case", person_id=person.id),
        kinds=[KindChoice(kind.value, str(told.name), str(told.sentence)) for kind, told in KINDS.items()],
        present=_present(cases),
    )


def _present(cases: Sequence[Case]) -> list[Link]:
    at_work = [case for case in cases if case.status is not CaseStatus.CLOSED]
    return [Link(case_words(case), url_for("cases.show_case", case_id=case.id)) for case in at_work]


def opening_page(
    person: Person, kind: CaseKind, cases: Sequence[Case], *, in_force: Mapping[ConsentPurpose, Consent]
) -> OpeningPage:
    description = describe(kind)
    choose = url_for("cases.open_case", person_id=person.id)
    return OpeningPage(
        person=person_name(person),
        code=person.code,
        caution=file_caution(in_force),
        title=_("Open a case: %(kind)s", kind=str(description.name).lower()),
        sentence=str(description.sentence),
        back=Link(_("Choose another kind"), choose),
        cancel=Link(_("Leave without saving"), _to_person(person).href),
        present=_present([case for case in cases if case.kind is kind]),
        risk_hints={risk.value: {"hint": str(hint)} for risk, hint in RISK_HINTS.items()},
    )


def question_groups(form: OpenCaseForm, situation: PopulationType) -> list[QuestionGroup]:
    """The kind's own questions, section by section; those that matter in the person's situation are unfolded."""
    groups = []
    for section in form.description.intake:
        asked = [_asked(form, question) for question in section.questions]
        filled = sum(1 for question in asked if question.field.data not in (None, "", []))
        is_unfolded = situation in section.matters_for
        groups.append(QuestionGroup(str(section.heading), asked, filled, section.is_open, is_unfolded))
    return groups


def _asked(form: OpenCaseForm, question: IntakeQuestion) -> AskedQuestion:
    hints = {option.value: {"hint": str(option.hint)} for option in question.choices if option.hint}
    return AskedQuestion(form.field_of(question), hints, question.answer is AnswerType.YES_NO)


def colleague_choices(actor: Actor, colleagues: Sequence[User]) -> list[tuple[str, str]]:
    """The reader first, as "me"; then the others by name."""
    me = [(str(actor.id), _("I do (%(name)s)", name=actor.name))]
    return me + [(str(colleague.id), colleague.name) for colleague in colleagues if colleague.id != actor.id]


def _to_person(person: Person) -> Link:
    return Link(_("The person's file"), url_for("people.show_person", person_id=person.id))
