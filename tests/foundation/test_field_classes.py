"""A row leaves the system with the columns of the classes that its reader may read, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.doors import actor_for
from app.accounts.models import NeedToKnow, Office, Restriction
from app.accounts.permissions import Role
from app.cases import policies as case_policies
from app.cases.models import Case
from app.foundation.actor import Actor
from app.foundation.clock import now
from app.foundation.columns import Privacy
from app.foundation.field_classes import fields_of
from app.people import policies as people_policies
from app.people.models import Person
from tests.conftest import actor_of
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.cases import case_at

OPEN, FACTS = {Privacy.PUBLIC}, {Privacy.PUBLIC, Privacy.CASE_FACT}
TO_IDENTITY = {*FACTS, Privacy.IDENTITY}
TO_NARRATIVE = {*TO_IDENTITY, Privacy.NARRATIVE}
ALL = {*TO_NARRATIVE, Privacy.RESTRICTED}
NOTHING: set[Privacy] = set()

CASEWORK = {Role.CASEWORKER, Role.SUPERVISOR}


def expected(role: Role, where: str) -> set[Privacy]:
    """The table of the design: role x where the record lies, for persons and cases alike."""
    if role not in CASEWORK:
        return NOTHING
    return {
        "in scope": TO_NARRATIVE,
        "out of scope": NOTHING,
        "restricted, known": ALL,
        "restricted, unknown": NOTHING,
        "in an emergency": TO_NARRATIVE,
        "restricted, in an emergency": NOTHING,
    }[where]


PLACES = (
    "in scope",
    "out of scope",
    "restricted, known",
    "restricted, unknown",
    "in an emergency",
    "restricted, in an emergency",
)


@pytest.fixture
def meet(session: Session, office: Office, other_office: Office) -> Callable[[Role, str], tuple[Actor, Case]]:
    def make(role: Role, where: str) -> tuple[Actor, Case]:
        is_beyond = where in {"out of scope", "in an emergency", "restricted, in an emergency"}
        case = case_at(other_office if is_beyond else office)
        if where.startswith("restricted"):
            case.is_restricted = True
            session.flush()
            session.get_one(Person, case.person_id).is_restricted = True
        user = UserFactory(office=office)
        GrantFactory(user=user, role=role, office=office)
        if where == "restricted, known":
            for kind, record_id in (("person", case.person_id), ("case", case.id)):
                session.add(NeedToKnow(record_kind=kind, record_id=record_id, office_id=office.id, user_id=user.id))
        session.commit()
        session.refresh(case, ["person", "scope_id"])
        actor = actor_for(user)
        if where.endswith("emergency") and role in CASEWORK:
            actor = replace(actor, glass={case.person_id: now() + timedelta(minutes=5)})
        return actor, case

    return make


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("where", PLACES)
def test_the_classes_of_a_case_are_those_of_the_table(meet: Callable[..., tuple[Actor, Case]], role: Role, where: str) -> None:
    actor, case = meet(role, where)
    assert case_policies.field_classes(actor, case) == expected(role, where)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("where", PLACES)
def test_the_classes_of_a_person_are_those_of_the_table(meet: Callable[..., tuple[Actor, Case]], role: Role, where: str) -> None:
    actor, case = meet(role, where)
    wanted = expected(role, where) - ({Privacy.NARRATIVE} if "emergency" in where else set())
    assert people_policies.field_classes(actor, case.person) == wanted


def test_columns_of_other_classes_are_left_out(office: Office) -> None:
    case = case_at(office, goal="Que nadie lo sepa")
    told = fields_of(case, FACTS)
    assert told["code"] == case.code
    assert told["kind"] is case.kind
    assert not {"goal", "goal_sealed", "intake", "intake_words"} & set(told)
    assert fields_of(case, TO_NARRATIVE)["goal"] == "Que nadie lo sepa"


def test_of_a_restricted_class_only_those_who_need_to_know_read(session: Session, office: Office) -> None:
    case = case_at(office)
    restriction = Restriction(record_kind="case", record_id=case.id, office_id=office.id, reason="Corre peligro")
    session.add(restriction)
    session.flush()
    assert "reason" not in fields_of(restriction, TO_NARRATIVE)
    assert fields_of(restriction, ALL)["reason"] == "Corre peligro"


def test_fingerprints_never_leave(office: Office) -> None:
    person = case_at(office, person__phone="+573001234567").person
    told = fields_of(person, ALL)
    assert told["phone"] == "+573001234567"
    assert not [name for name in told if name.endswith(("_index", "_sealed"))]


def test_who_holds_nothing_reads_nothing(office: Office) -> None:
    person = case_at(office).person
    nobody = actor_of(Role.ADMINISTRATOR, office)
    assert fields_of(person, people_policies.field_classes(nobody, person)) == {}
