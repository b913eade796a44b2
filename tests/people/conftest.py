"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.audit.models import AuditEvent
from app.foundation.actor import Actor
from app.foundation.database import db
from app.people.enums import PopulationType, Sex
from app.people.models import Person
from app.people.services import NewPerson
from tests.conftest import SignIn, actor_of
from tests.factories.people import PersonFactory
from tests.guarded_client import GuardedClient
from tests.statements import counts

MARIA: dict[str, Any] = {
    "given_names": "María de los Ángeles",
    "surname_1": "Briceño",
    "surname_2": "Rojas",
    "sex": "female",
    "birth_known": "date",
    "birth-year": "1992",
    "birth-month": "3",
    "nationality": "VEN",
    "population_type": "in_transit",
}
"""What the browser sends of the registration page for somebody in these tests."""

CountStatements = Callable[[], AbstractContextManager[list[str]]]


def somebody(**facts: Any) -> NewPerson:
    """What a person says who is registered in these tests, with some facts of the test's own."""
    stated: dict[str, Any] = {
        "given_names": "María de los Ángeles",
        "surname_1": "Briceño",
        "surname_2": "Rojas",
        "sex": Sex.FEMALE,
        "nationalities": ("VEN",),
        "population_type": PopulationType.IN_TRANSIT,
    }
    return NewPerson(**stated | facts)


def page(response: Any) -> str:
    return str(response.get_data(as_text=True))


def audited(session: Session) -> list[str]:
    """The actions written into the audit trail so far about people and households, in their order."""
    rooms = (
        "person:", "death:", "household:", "care:", "contact:", "document:", "consent:", "stay:", "need:", "functioning:",
    )  # fmt: skip
    ours = sa.or_(*(AuditEvent.action.startswith(room) for room in rooms))
    return list(session.scalars(sa.select(AuditEvent.action).where(ours).order_by(AuditEvent.id)))


@pytest.fixture
def far_away(other_office: Office) -> Actor:
    """A caseworker of another office."""
    return actor_of(Role.CASEWORKER, other_office)


@pytest.fixture
def person(office: Office) -> Person:
    """Somebody registered at the office."""
    registered: Person = PersonFactory(office=office)
    return registered


@pytest.fixture
def ana(sign_in: SignIn) -> GuardedClient:
    """A caseworker of the office at her browser."""
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def far(sign_in: SignIn, other_office: Office) -> GuardedClient:
    return sign_in(Role.CASEWORKER, at=other_office)


@pytest.fixture
def count_statements(app: Flask, session: Session) -> CountStatements:
    """``with count_statements() as statements:`` collects the SQL that runs inside."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if counts(statement):
                statements.append(statement)

        connection = db.session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            sa.event.remove(connection, "before_cursor_execute", note)

    return counting
