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
from app.cases.kinds import KINDS, describe
from app.cases.labels import RISK_HINTS
from app.cases.presenters.banner import person_name
from app.foundation.actor import Actor
from app.web.page_parts import Link

if TYPE_CHECKING:
    from app.accounts.models import User
    from app.cases.models import Case
    from app.people.models import Person


@dataclass(frozen=True)
class KindChoice:
    """One kind to choose, with what such a case is for and the person's open cases of it."""

    name: str
    sentence: str
    href: str
    present: Sequence[Link]


@dataclass(frozen=True)
class KindsPage:
    """The first step."""

    person: str
    back: Link
    kinds: Sequence[KindChoice]


@dataclass(frozen=True)
class FoldedQuestions:
    """Questions of one section of the intake as fields; a section in sight has ``is_open``."""

    heading: str
    fields: Sequence[Field]
    filled: int
    is_open: bool


@dataclass(frozen=True)
class OpeningPage:
    """The second step; plain words, so that it outlives a refused saving."""

    person: str
    title: str
    sentence: str
    back: Link
    cancel: Link
    present: Sequence[Link]
    risk_hints: Mapping[str, Mapping[str, str]]


def kinds_page(person: Person, cases: Sequence[Case]) -> KindsPage:
    return KindsPage(person_name(person), _to_person(person), [_kind_choice(person, kind, cases) for kind in KINDS])


def _kind_choice(person: Person, kind: CaseKind, cases: Sequence[Case]) -> KindChoice:
    description = describe(kind)
    href = url_for("cases.open_case", person_id=person.id, kind=kind.value)
    return KindChoice(str(description.name), str(description.sentence), href, _present(cases, kind))


def _present(cases: Sequence[Case], kind: CaseKind) -> list[Link]:
    """The person's cases of this kind that are not closed: perhaps no new one is needed."""
    same = [case for case in cases if case.kind is kind and case.status is not CaseStatus.CLOSED]
    return [Link(case.code, url_for("cases.show_case", case_id=case.id)) for case in same]


def opening_page(person: Person, kind: CaseKind, cases: Sequence[Case]) -> OpeningPage:
    description = describe(kind)
    choose = url_for("cases.open_case", person_id=person.id)
    return OpeningPage(
        person=person_name(person),
        title=_("Open a case: %(kind)s", kind=str(description.name).lower()),
        sentence=str(description.sentence),
        back=Link(_("Choose another kind"), choose),
        cancel=Link(_("Leave without saving"), _to_person(person).href),
        present=_present(cases, kind),
        risk_hints={risk.value: {"hint": str(hint)} for risk, hint in RISK_HINTS.items()},
    )


def question_groups(form: OpenCaseForm) -> list[FoldedQuestions]:
    """The kind's own questions, section by section."""
    groups = []
    for section in form.description.intake:
        fields = [form.field_of(question) for question in section.questions]
        filled = sum(1 for field in fields if field.data not in (None, "", []))
        groups.append(FoldedQuestions(str(section.heading), fields, filled, section.is_open))
    return groups


def colleague_choices(actor: Actor, colleagues: Sequence[User]) -> list[tuple[str, str]]:
    """The reader first, as "me"; then the others by name."""
    me = [(str(actor.id), _("I do (%(name)s)", name=actor.name))]
    return me + [(str(colleague.id), colleague.name) for colleague in colleagues if colleague.id != actor.id]


def _to_person(person: Person) -> Link:
    return Link(_("The person's file"), url_for("people.show_person", person_id=person.id))
