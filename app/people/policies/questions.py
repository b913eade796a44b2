"""Who asks another office whether it knows somebody, how often, and who answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Permission
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.foundation.scopes import lies_within
from app.people.models import OfficeQuestion, Person

MOST_QUESTIONS = 20
"""By one person within a day; who asks more is looking for people, not registering them."""
COUNTED_OVER = timedelta(hours=24)
KEPT_FOR = timedelta(days=90)
NO_SUCH_QUESTION = _l("There is no such question among those of your offices.")


def registration_of(asker: Actor, submission_id: UUID) -> UUID:
    """Under which the questions of a registration are kept: no other colleague's form, and no file, can have the same.

    The id of a form comes from the browser: taken as it is, it could be that of a file.
    """
    return uuid5(submission_id, str(asker.id))


def asked_here(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition for the questions that the actor's offices were asked."""
    return lies_within(actor, Permission.REGISTER_PERSON, OfficeQuestion.asked_office_id)


def can_ask(actor: Actor) -> bool:
    return actor.may_at(Permission.REGISTER_PERSON, actor.office_id)


def check_can_ask(actor: Actor, *, asked_recently: int) -> None:
    """Args: asked_recently: questions of the actor within a day."""
    if not can_ask(actor):
        raise NotAllowed(_l("Your role does not register people. Ask a caseworker of your office."))
    if asked_recently >= MOST_QUESTIONS:
        raise RefusedInput(
            _l("You asked other offices %(count)s times today, which is the most. Call them.", count=asked_recently)
        )


def check_can_ask_about(person: Person) -> None:
    """That somebody is here is no word for another office while their file is restricted."""
    if person.is_restricted:
        raise NotAllowed(_l("This file is restricted: no other office is asked about it."))


def can_answer(actor: Actor, question: OfficeQuestion) -> bool:
    return question.answered_at is None and actor.may_at(Permission.REGISTER_PERSON, question.asked_office_id)


def check_can_answer(actor: Actor, question: OfficeQuestion) -> None:
    if not actor.may_at(Permission.REGISTER_PERSON, question.asked_office_id):
        raise NotFound(NO_SUCH_QUESTION)
    if question.answered_at is not None:
        raise WrongState(_l("A colleague has answered this question already."))
