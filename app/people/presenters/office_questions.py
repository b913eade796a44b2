"""What offices ask each other about people, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.accounts.drafts import address_of_draft
from app.foundation.actor import Actor
from app.people import policies
from app.people.enums import OfficeAnswer
from app.people.labels import SEX_LABELS
from app.people.presenters.words import person_name
from app.web.filters import instant
from app.web.page_parts import Action, Column, Link, SummaryRow, Table, Tag

if TYPE_CHECKING:
    from app.accounts.models import Office
    from app.foundation.drafts import KeptDraft
    from app.people.models import OfficeQuestion, Person


NAMES_TYPED = ("given_names", "surname_1", "surname_2")
"""Fields of the registration form."""


@dataclass(frozen=True)
class QuestionsPage:
    """Tables are None where there is nothing."""

    waiting: Table | None
    own: Table | None


@dataclass(frozen=True)
class QuestionPage:
    """A question of another office.

    Attributes:
        call: its phone; None where it has none.
        told: what the person about whom it asks agreed to have told; empty without their yes.
    """

    title: str
    asked: str
    back: Link
    may_answer: bool
    answered: str | None
    call: Link | None = None
    told: Sequence[SummaryRow] = ()


def questions_page(
    actor: Actor, waiting: Sequence[OfficeQuestion], own: Sequence[OfficeQuestion], about: Mapping[UUID, Link]
) -> QuestionsPage:
    """Args: about: whom the actor's own questions were about, by the id of the question; nobody else is told."""
    columns = [Column(_("Office")), Column(_("Who asks")), Column(_("When")), Column(_("Answer"), "action")]
    own_columns = [Column(_("Person")), Column(_("Office")), Column(_("Asked")), Column(_("Answer"))]
    return QuestionsPage(
        waiting=Table(_("Other offices ask"), columns, [_waiting(actor, each) for each in waiting]) if waiting else None,
        own=Table(_("You asked"), own_columns, [_own(actor, each, about.get(each.id)) for each in own]) if own else None,
    )


def question_page(actor: Actor, question: OfficeQuestion) -> QuestionPage:
    return QuestionPage(
        title=_("Does your office know this person?"),
        asked=_(
            "%(name)s of the office %(office)s asked %(when)s.",
            name=question.asker.name,
            office=question.asking_office.name,
            when=instant(question.asked_at, actor.time_zone),
        ),
        back=Link(_("Questions between offices"), url_for("people.list_questions")),
        may_answer=question.answered_at is None,
        answered=_answer_in_words(question) if question.answered_at else None,
        call=_call(question.asking_office),
        told=_told(question) if question.agreed_at and question.answered_at is None else (),
    )


def _told(question: OfficeQuestion) -> list[SummaryRow]:
    sex = str(SEX_LABELS[question.told_sex]) if question.told_sex else None
    return [SummaryRow(_("Sex"), sex), SummaryRow(_("Year of birth"), years_in_words(question))]


def years_in_words(question: OfficeQuestion) -> str | None:
    """The year of birth that was told, or the two that an age leaves open; None where none is known."""
    first, last = question.told_birth_from, question.told_birth_until
    if first is None or last is None:
        return None
    return str(first) if first == last else str(_("%(first)s or %(last)s", first=first, last=last))


def _call(office: Office) -> Link | None:
    return Link(office.phone, f"tel:{''.join(office.phone.split())}", office.name) if office.phone else None


def answer_choices(people: Sequence[Person]) -> list[tuple[str, str]]:
    """Value and words of each answer: a file of one's own, somebody whose file is not here, nobody."""
    known = [
        (str(person.id), _("Yes: %(name)s. Tell them the code %(code)s", name=person_name(person), code=person.code))
        for person in people
    ]
    return [*known, (OfficeAnswer.NOT_KNOWN.value, _("No, it is nobody of ours"))]


def _waiting(actor: Actor, question: OfficeQuestion) -> list[Any]:
    href = url_for("people.show_question", question_id=question.id)
    answer = Action(_("Answer the question"), href, hidden_text=question.asking_office.name)
    return [question.asking_office.name, question.asker.name, instant(question.asked_at, actor.time_zone), answer]


def whom_asked_about(
    asker: Actor, own: Sequence[OfficeQuestion], people: Mapping[UUID, Person], drafts: Sequence[KeptDraft]
) -> dict[UUID, Link]:
    """By question, who was registered in the end, or the form that the asker has begun about them.

    Args:
        people: by id.
        drafts: the asker's own.
    """
    begun = {policies.registration_of(asker, draft.submission_id): draft for draft in drafts}
    found: dict[UUID, Link] = {}
    for question in own:
        person = people.get(question.person_id) if question.person_id else None
        if person is not None:
            found[question.id] = Link(person_name(person), url_for("people.show_person", person_id=person.id))
        elif draft := begun.get(question.submission_id):
            found[question.id] = Link(_("%(name)s (begun)", name=_name_in(draft)), address_of_draft(draft))
    return found


def _name_in(draft: KeptDraft) -> str:
    typed = dict(draft.fields)
    return " ".join(typed[name] for name in NAMES_TYPED if typed.get(name)) or str(_("no name yet"))


def _own(actor: Actor, question: OfficeQuestion, about: Link | None) -> list[Any]:
    office = question.asked_office
    call = _call(office)
    answer = _answer_in_words(question) if question.answered_at else Tag(_("Not answered yet"), "waiting")
    return [
        about or _("Not registered here"),
        [office.name, *([call] if call else [])],
        instant(question.asked_at, actor.time_zone),
        answer,
    ]


def _answer_in_words(question: OfficeQuestion) -> str:
    who = question.answerer.name if question.answerer else ""
    if question.answer is OfficeAnswer.NOT_KNOWN:
        return str(_("They do not know the person (%(name)s)", name=who))
    return str(_("They know the person: code %(code)s (%(name)s). Call them.", code=question.person_code, name=who))
