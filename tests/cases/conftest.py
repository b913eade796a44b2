"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.cases import questions
from app.foundation.actor import Actor
from app.foundation.clock import today_in
from app.foundation.questions import Question
from app.web.page_parts import Link
from tests.conftest import actor_of
from tests.statements import counts

CountStatements = Callable[[], AbstractContextManager[list[str]]]


def audit_of_cases(*columns: Any) -> sa.Select[Any]:
    """Audit rows whose subject is a case or a list of them; loading the catalogue has written others."""
    return sa.select(*columns or (AuditEvent,)).where(AuditEvent.subject_type == "case")


@pytest.fixture
def today(office: Office) -> date:
    """The date on the wall of the office."""
    return today_in(office.time_zone)


@pytest.fixture
def supervisor(office: Office) -> Actor:
    return actor_of(Role.SUPERVISOR, office)


@pytest.fixture
def stranger(other_office: Office) -> Actor:
    """A caseworker of another office."""
    return actor_of(Role.CASEWORKER, other_office)


@contextmanager
def answered_only_by(question: Question[Any, Any], *answers: Callable[..., Any]) -> Iterator[None]:
    """Put these answers in place of those of the upper rooms, for a while."""
    present = list(question._answers)
    question.answered_by(*answers)
    try:
        yield
    finally:
        question.answered_by(*present)


@pytest.fixture
def objections() -> Iterator[list[Link]]:
    """Sentences of an upper room against closing any case; the test fills the list."""
    sentences: list[Link] = []
    with answered_only_by(questions.before_closing, lambda _actor, _case: sentences):
        yield sentences


@pytest.fixture
def nobody_above() -> Iterator[None]:
    """No upper room adds pages, actions or events to a case."""
    with (
        answered_only_by(questions.sections),
        answered_only_by(questions.actions),
        answered_only_by(questions.timeline),
    ):
        yield


@pytest.fixture
def audited(session: Session) -> Callable[[], list[str]]:
    """The actions on cases in the audit, oldest first."""

    def actions() -> list[str]:
        return list(session.scalars(audit_of_cases(AuditEvent.action).order_by(AuditEvent.occurred_at, AuditEvent.id)))

    return actions


@pytest.fixture
def count_statements(session: Session) -> CountStatements:
    """``with count_statements() as statements:`` collects the statements that the block sends, savepoints left out."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        connection = session.connection()
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if counts(statement):
                statements.append(statement)

        sa.event.listen(connection, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            sa.event.remove(connection, "before_cursor_execute", note)

    return counting
