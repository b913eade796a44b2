"""A person of Cúcuta, with an open case, who stands before somebody in Quito."""

from __future__ import annotations

import pytest

from app.accounts.models import BreakGlass, Office
from app.accounts.permissions import Role
from app.cases.models import Case
from app.emergency import services
from app.foundation import access
from app.foundation.database import db
from app.people.models import Person
from tests.conftest import SignIn
from tests.factories.cases import case_at, note_of
from tests.guarded_client import GuardedClient, as_web_role

REASON = "La señora está aquí con un niño con fiebre y no sabe a qué clínica iba."
NOTE = "Contó dónde duerme su hermana."


@pytest.fixture
def carrier(sign_in: SignIn) -> GuardedClient:
    """The caseworker in Cúcuta who carries the case."""
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def reader(sign_in: SignIn, other_office: Office) -> GuardedClient:
    """Somebody in Quito."""
    return sign_in(Role.CASEWORKER, at=other_office)


@pytest.fixture
def case(office: Office, carrier: GuardedClient) -> Case:
    case = case_at(office, caseworker_id=carrier.user.id)
    note_of(case, text=NOTE)
    return case


def break_glass_as(client: GuardedClient, case: Case) -> BreakGlass:
    """What the page does, in front of the second wall as the web process stands there."""
    code = db.session.get_one(Person, case.person_id).code
    with as_web_role():
        access.enter(client.actor)
        use_id = services.break_glass(client.actor, code, REASON).id
        db.session.commit()
    return db.session.get_one(BreakGlass, use_id)


@pytest.fixture
def use(reader: GuardedClient, case: Case) -> BreakGlass:
    """The reader broke the glass of the person's file just now."""
    return break_glass_as(reader, case)
