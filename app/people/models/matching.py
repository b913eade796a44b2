"""How common names are, what was decided about two files, and what one office asked another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import Office, User
from app.foundation.clock import now
from app.foundation.columns import case_fact, enum_text, identity, part_of, public, scope_of_owner
from app.foundation.database import Base
from app.foundation.encryption import SealedText
from app.people.enums import OfficeAnswer, PairVerdict, Sex
from app.people.models.person import Person


class NameFrequency(Base):
    """How many people of a country have a word, a sound or a birth date; of what fewer than five share there is no row.

    Read and written by functions of the database only (``migrations/matching_functions.py``); counted anew each night.
    """

    __tablename__ = "name_frequency"
    __table_args__ = (sa.UniqueConstraint("country", "kind", "value"),)

    country: Mapped[str] = public(sa.String(2))
    kind: Mapped[str] = public(sa.String(8))
    """``word``, ``sound``, ``birth``; or ``people``, without a value, for all people of the country."""
    value: Mapped[str] = identity()
    people: Mapped[int] = public()


class MatchDecision(Base):
    """What somebody who may read both files decided about them: the pair does not come up again."""

    __tablename__ = "match_decision"
    __table_args__ = (
        sa.CheckConstraint("person_id < other_id", name="in_order"),
        sa.UniqueConstraint("person_id", "other_id"),
        sa.Index("ix_match_decision_other_id", "other_id"),
        part_of("person"),
        sa.ForeignKeyConstraint(["other_id", "other_scope_id"], ["person.id", "person.scope_id"], onupdate="CASCADE"),
    )

    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()
    other_id: Mapped[UUID] = public()
    other_scope_id: Mapped[UUID] = public()
    """The same of the other person, so that the row hides when either file is restricted."""
    verdict: Mapped[PairVerdict] = case_fact(enum_text(PairVerdict, name="verdict"))
    reason = SealedText(identity, under="person_id")
    decided_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime] = public(default=now)

    decider: Mapped[User] = relationship(lazy="raise_on_sql")


class OfficeQuestion(Base):
    """One office asks another whether it knows somebody. Neither is told whom the other has."""

    __tablename__ = "office_question"
    __table_args__ = (
        sa.CheckConstraint("asking_office_id <> asked_office_id", name="of_another_office"),
        sa.CheckConstraint("num_nonnulls(answer, answered_by, answered_at) IN (0, 3)", name="answer_is_whole"),
        sa.CheckConstraint("person_code IS NULL OR answer = 'known'", name="code_of_whom_they_know"),
        sa.CheckConstraint(
            "num_nonnulls(told_sex, told_birth_from, told_birth_until) = 0 OR (agreed_at IS NOT NULL AND answered_at IS NULL)",
            name="told_with_a_yes",
        ),
        sa.CheckConstraint("told_birth_from <= told_birth_until", name="told_birth_in_order"),
        sa.UniqueConstraint("submission_id", "asked_office_id"),
        sa.Index("ix_office_question_asking", "asking_office_id", "asked_at"),
        sa.Index("ix_office_question_asked", "asked_office_id", "asked_at"),
        sa.Index("ix_office_question_asked_by", "asked_by", "asked_at"),
    )

    asking_office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    asked_office_id: Mapped[UUID] = public(sa.ForeignKey("office.id"))
    submission_id: Mapped[UUID] = public()
    """Of the registration during which it was asked (``policies.registration_of``), or the id of the person from whose file: each
    office is asked once."""
    person_id: Mapped[UUID | None] = public(sa.ForeignKey("person.id"), index=True)
    """Whom the asking office registered in the end."""
    asked_by: Mapped[UUID] = public(sa.ForeignKey("user.id"))
    asked_at: Mapped[datetime] = public(default=now)
    agreed_at: Mapped[datetime | None] = public()
    """When the person agreed, as ``asked_by`` heard it, that the asked office is told the following, until it answers."""
    told_sex: Mapped[Sex | None] = identity(enum_text(Sex, name="told_sex"))
    told_birth_from: Mapped[int | None] = identity(sa.SmallInteger)
    """Earliest year of birth that is possible; with ``told_birth_until`` the same year, or two of an age in years."""
    told_birth_until: Mapped[int | None] = identity(sa.SmallInteger)
    answer: Mapped[OfficeAnswer | None] = case_fact(enum_text(OfficeAnswer, name="answer"))
    person_code: Mapped[str | None] = public()
    """The code of the file that the asked office keeps, where it says which."""
    answered_by: Mapped[UUID | None] = public(sa.ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = public()
    seen_at: Mapped[datetime | None] = public()
    """When the asking office read the answer."""

    asking_office: Mapped[Office] = relationship(lazy="raise_on_sql", foreign_keys=[asking_office_id])
    asked_office: Mapped[Office] = relationship(lazy="raise_on_sql", foreign_keys=[asked_office_id])
    asker: Mapped[User] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by])
    answerer: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[answered_by])


class QuestionedPerson(Base):
    """Somebody of the asked office who may be meant: written by the database, read by that office alone."""

    __tablename__ = "questioned_person"
    __table_args__ = (
        sa.UniqueConstraint("question_id", "person_id"),
        sa.Index("ix_questioned_person_person_id", "person_id"),
        part_of("person"),
    )

    question_id: Mapped[UUID] = public(sa.ForeignKey("office_question.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = public()
    scope_id: Mapped[UUID] = scope_of_owner()

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
