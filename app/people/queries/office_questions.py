"""What offices ask each other about people: each side reads its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import NotFound
from app.people import policies
from app.people.models import OfficeQuestion, Person, QuestionedPerson

MOST_SHOWN = 50
_WITH_PEOPLE = (
    joinedload(OfficeQuestion.asking_office),
    joinedload(OfficeQuestion.asked_office),
    joinedload(OfficeQuestion.asker),
    joinedload(OfficeQuestion.answerer),
)


def list_waiting_questions(actor: Actor) -> Sequence[OfficeQuestion]:
    """What other offices wait for the actor's offices to answer, the oldest first."""
    waiting = sa.select(OfficeQuestion).where(policies.asked_here(actor), OfficeQuestion.answered_at.is_(None))
    return db.session.scalars(waiting.options(*_WITH_PEOPLE).order_by(OfficeQuestion.asked_at).limit(MOST_SHOWN)).all()


def list_own_questions(actor: Actor) -> Sequence[OfficeQuestion]:
    """What the actor asked other offices, the latest first."""
    own = sa.select(OfficeQuestion).where(OfficeQuestion.asked_by == actor.id)
    return db.session.scalars(own.options(*_WITH_PEOPLE).order_by(OfficeQuestion.asked_at.desc()).limit(MOST_SHOWN)).all()


def count_questions(actor: Actor) -> tuple[int, int]:
    """How many questions wait for the actor's offices, and how many answers the actor has not read."""
    waits = sa.and_(policies.asked_here(actor), OfficeQuestion.answered_at.is_(None))
    unread = sa.and_(
        OfficeQuestion.asked_by == actor.id, OfficeQuestion.answered_at.is_not(None), OfficeQuestion.seen_at.is_(None)
    )
    counts = sa.select(sa.func.count().filter(waits), sa.func.count().filter(unread))
    waiting, answers = db.session.execute(counts.select_from(OfficeQuestion).where(sa.or_(waits, unread))).one()
    return waiting, answers


def count_recent_questions(actor: Actor) -> int:
    recent = (OfficeQuestion.asked_by == actor.id, OfficeQuestion.asked_at > now() - policies.COUNTED_OVER)
    return db.session.scalar(sa.select(sa.func.count()).select_from(OfficeQuestion).where(*recent)) or 0


def questions_of_registration(actor: Actor, submission_id: UUID) -> Mapping[UUID, OfficeQuestion]:
    """By office, what the actor asked while this form was filled in."""
    return _by_office(actor, policies.registration_of(actor, submission_id))


def questions_from_file(actor: Actor, person_id: UUID) -> Mapping[UUID, OfficeQuestion]:
    """By office, what the actor's office asked from the file of somebody whom the actor sees."""
    return _by_office(actor, person_id)


def _by_office(actor: Actor, kept_under: UUID) -> Mapping[UUID, OfficeQuestion]:
    asked = sa.select(OfficeQuestion).where(
        OfficeQuestion.submission_id == kept_under, OfficeQuestion.asking_office_id == actor.office_id
    )
    return {question.asked_office_id: question for question in db.session.scalars(asked)}


def get_question(actor: Actor, question_id: UUID, *, for_update: bool = False) -> OfficeQuestion:
    """A question that one of the actor's offices was asked.

    Raises:
        NotFound: there is none.
    """
    select = sa.select(OfficeQuestion).where(OfficeQuestion.id == question_id, policies.asked_here(actor)).options(*_WITH_PEOPLE)
    if for_update:
        select = select.with_for_update(of=OfficeQuestion).execution_options(populate_existing=True)
    question = db.session.scalar(select)
    if question is None:
        raise NotFound(policies.NO_SUCH_QUESTION)
    return question


def list_questioned(actor: Actor, question: OfficeQuestion) -> Sequence[Person]:
    """The people of the asked office who may be meant, as far as the actor sees them."""
    meant = sa.select(QuestionedPerson.person_id).where(QuestionedPerson.question_id == question.id)
    select = (
        sa.select(Person)
        .where(Person.id.in_(meant), Person.erased_at.is_(None), policies.in_scope(actor))
        .options(joinedload(Person.office), selectinload(Person.nationalities))
        .order_by(Person.registered_at)
    )
    return db.session.scalars(select).all()


def questions_told_about(actor: Actor, person: Person) -> Sequence[OfficeQuestion]:
    """What other offices were asked about a person with their yes, the latest first."""
    policies.check_can_read_person(actor, person)
    told = sa.select(OfficeQuestion).where(OfficeQuestion.person_id == person.id, OfficeQuestion.agreed_at.is_not(None))
    return db.session.scalars(told.options(*_WITH_PEOPLE).order_by(OfficeQuestion.asked_at.desc())).all()


def people_asked_about(actor: Actor, questions: Collection[OfficeQuestion]) -> Mapping[UUID, Person]:
    """By id, those of their own whom the actor's questions were about and who were registered in the end."""
    ids = {question.person_id for question in questions if question.person_id}
    if not ids:
        return {}
    select = sa.select(Person).where(Person.id.in_(ids), policies.in_scope(actor))
    return {person.id: person for person in db.session.scalars(select)}
