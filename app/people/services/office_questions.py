"""Asking another office whether it knows somebody, and answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.audit import services as audit
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.errors import RefusedInput
from app.foundation.ids import new_id
from app.foundation.turns import wait_for_turn
from app.people import policies, queries
from app.people.enums import OfficeAnswer, Sex
from app.people.matching import Birth, birth_of
from app.people.models import OfficeQuestion, Person
from app.people.queries import KEYS, MOST_OF_A_KEY, Candidates
from app.people.statement import Statement

MOST_QUESTIONED = 5


@dataclass(frozen=True)
class ToldFacts:
    """What an office is told of the person about whom it is asked, as far as it is known; never without their yes."""

    sex: Sex | None
    birth: Birth | None

    @classmethod
    def of_statement(cls, stated: Statement, today: date) -> ToldFacts:
        return cls(stated.sex, birth_of(stated.birth, stated.stated_age, today))

    @classmethod
    def of_person(cls, person: Person) -> ToldFacts:
        return cls(person.sex, birth_of(person.birth, person.stated_age, person.age_stated_on))

    @property
    def years(self) -> tuple[int | None, int | None]:
        """Earliest and latest year of birth."""
        return self.birth.years if self.birth and self.birth.years else (None, None)


@dataclass(frozen=True)
class Asked:
    """What is asked about: the office, and what was found of somebody who may be there.

    Attributes:
        submission_id: of the registration during which it is asked; None from a file.
        person_id: the person from whose file it is asked.
        told: what the person agreed that the office is told; None where they were not asked, or said no.
    """

    office_id: UUID
    found: Candidates
    submission_id: UUID | None = None
    person_id: UUID | None = None
    told: ToldFacts | None = None

    def kept_under(self, actor: Actor) -> UUID:
        if self.person_id is not None:
            return self.person_id
        return policies.registration_of(actor, self.submission_id or new_id())


def ask_office(actor: Actor, asked: Asked) -> OfficeQuestion:
    """Ask an office where somebody may be registered; asked once more about the same, nothing changes.

    Raises:
        NotAllowed: the role registers nobody.
        RefusedInput: nobody there is like that (any more), or the limit of a day is reached.
    """
    wait_for_turn(f"ask offices {actor.id}")
    if present := _present(actor, asked):
        return present
    policies.check_can_ask(actor, asked_recently=queries.count_recent_questions(actor))
    if asked.office_id not in {office.id for office in asked.found.elsewhere}:
        raise RefusedInput(_l("By what is written now, nobody of that office is similar. There is nothing to ask"))
    question = _question(actor, asked)
    db.session.add(question)
    db.session.flush()
    keys = sa.cast(list(asked.found.keys), KEYS)
    db.session.execute(sa.select(sa.func.quipu_name_questioned(question.id, keys, MOST_OF_A_KEY, MOST_QUESTIONED)))
    _record(actor, "office_question:asked", question, office_id=actor.office_id)
    if question.agreed_at is not None:
        _record(actor, "office_question:told", question, office_id=actor.office_id)
    return question


def _present(actor: Actor, asked: Asked) -> OfficeQuestion | None:
    if asked.person_id is not None:
        return queries.questions_from_file(actor, asked.person_id).get(asked.office_id)
    return queries.questions_of_registration(actor, asked.submission_id).get(asked.office_id) if asked.submission_id else None


def _question(actor: Actor, asked: Asked) -> OfficeQuestion:
    question = OfficeQuestion(
        id=new_id(),
        asking_office_id=actor.office_id,
        asked_office_id=asked.office_id,
        submission_id=asked.kept_under(actor),
        person_id=asked.person_id,
        asked_by=actor.id,
    )
    if asked.told is not None:
        question.agreed_at, question.told_sex = now(), asked.told.sex
        question.told_birth_from, question.told_birth_until = asked.told.years
    return question


def name_who_was_asked_about(actor: Actor, submission_id: UUID, person: Person) -> None:
    """Tie the questions of a registration to the person whom it registered, so that the answers lead there."""
    for question in queries.questions_of_registration(actor, submission_id).values():
        question.person_id = person.id


def open_questions(actor: Actor) -> tuple[Sequence[OfficeQuestion], Sequence[OfficeQuestion]]:
    """What waits for the actor's offices, and what the actor asked; its answers are read with that."""
    waiting, own = queries.list_waiting_questions(actor), queries.list_own_questions(actor)
    for question in own:
        if question.answered_at is not None and question.seen_at is None:
            question.seen_at = now()
    audit.record(actor, "office_question:listed", office_id=actor.office_id, count=len(waiting) + len(own))
    return waiting, own


def open_question(actor: Actor, question_id: UUID) -> tuple[OfficeQuestion, Sequence[Person]]:
    """A question to the actor's office with whom it may mean; written down with their number.

    Raises:
        NotFound: there is none.
    """
    question = queries.get_question(actor, question_id)
    people = queries.list_questioned(actor, question)
    audit.record(actor, "person:searched", office_id=question.asked_office_id, count=len(people))
    return question, people


def answer_question(actor: Actor, question_id: UUID, answer: OfficeAnswer, person_id: UUID | None = None) -> OfficeQuestion:
    """Say whether the office knows the person; the code of a file is told where one is named.

    What the office was told of the person has served its purpose, and goes.

    Raises:
        NotFound: no such question, or the file named is not one that it may mean.
        WrongState: it was answered.
    """
    question = queries.get_question(actor, question_id, for_update=True)
    policies.check_can_answer(actor, question)
    question.answer, question.answered_by, question.answered_at = answer, actor.id, now()
    question.told_sex = question.told_birth_from = question.told_birth_until = None
    if person_id is not None and answer is OfficeAnswer.KNOWN:
        named = next((person for person in queries.list_questioned(actor, question) if person.id == person_id), None)
        if named is None:
            raise RefusedInput(_l("Choose one of the files on this page"), field="answer")
        question.person_code = named.code
    _record(actor, "office_question:answered", question, office_id=question.asked_office_id)
    return question


def forget_old_questions() -> int:
    """Delete what was asked long ago; for the nightly job."""
    old = sa.delete(OfficeQuestion).where(OfficeQuestion.asked_at < now() - policies.KEPT_FOR)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]


def _record(actor: Actor, action: str, question: OfficeQuestion, *, office_id: UUID | None) -> None:
    audit.record(actor, action, subject_type="office_question", subject_id=question.id, office_id=office_id)
