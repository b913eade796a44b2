from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app.accounts.permissions import PERMISSIONS_OF, Permission, Role
from app.foundation.actor import Actor
from app.foundation.errors import NotAllowed, NotFound, RefusedInput, WrongState
from app.foundation.partial_date import PartialDate
from app.people import policies
from app.people.enums import ConsentDecision, ConsentGiver, Relation
from app.people.models import Consent, HouseholdMember, Person
from tests.actors import staff

HERE, ELSEWHERE = uuid4(), uuid4()
TODAY = date(2026, 11, 21)
GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN


def actor_with(role: Role, *, office_ids: frozenset[UUID] = frozenset({HERE})) -> Actor:
    return staff(PERMISSIONS_OF[role], office_ids, office_id=HERE)


READS_AND_WRITES = (Role.CASEWORKER, Role.SUPERVISOR)
READS_NO_FILES = tuple(role for role in Role if role not in READS_AND_WRITES)


@pytest.mark.parametrize("role", READS_AND_WRITES)
def test_casework_roles_open_change_and_register_at_their_office(role: Role) -> None:
    actor, person = actor_with(role), Person(scope_id=HERE)
    assert policies.can_view_person(actor, person)
    assert policies.can_change_person(actor, person)
    assert policies.can_record_consent(actor, person)
    assert policies.can_register_person(actor)


@pytest.mark.parametrize("role", READS_AND_WRITES)
def test_a_person_of_another_office_is_not_found(role: Role) -> None:
    actor, person = actor_with(role), Person(scope_id=ELSEWHERE)
    for check in (policies.check_can_view_person, policies.check_can_change_person, policies.check_can_record_consent):
        with pytest.raises(NotFound):
            check(actor, person)


@pytest.mark.parametrize("role", READS_NO_FILES)
def test_other_roles_find_nobody(role: Role) -> None:
    actor = actor_with(role)
    assert policies.scopes_searched(actor) == frozenset()
    assert not policies.can_view_person(actor, Person(scope_id=HERE))
    with pytest.raises(NotAllowed):
        policies.check_can_register_person(actor)


def test_who_may_only_read_is_told_so() -> None:
    reader = staff({Permission.VIEW_PERSON}, {HERE}, name="Leo")
    person = Person(scope_id=HERE)
    with pytest.raises(NotAllowed):
        policies.check_can_change_person(reader, person)
    with pytest.raises(NotAllowed):
        policies.check_can_record_consent(reader, person)


def test_nobody_registers_at_an_office_outside_their_scope() -> None:
    with pytest.raises(NotAllowed):
        policies.check_can_register_person(actor_with(Role.CASEWORKER, office_ids=frozenset({ELSEWHERE})))


@pytest.mark.parametrize(
    ("in_force", "possible"),
    [
        (None, {GIVEN, REFUSED}),
        (GIVEN, {GIVEN, WITHDRAWN}),
        (REFUSED, {GIVEN, REFUSED}),
        (WITHDRAWN, {GIVEN, REFUSED}),
    ],
)
def test_each_decision_follows_only_what_it_can_follow(in_force: ConsentDecision | None, possible: set[ConsentDecision]) -> None:
    consent = Consent(decision=in_force) if in_force else None
    assert {decision for decision in ConsentDecision if policies.can_decide(consent, decision)} == possible
    for decision in set(ConsentDecision) - possible:
        with pytest.raises(WrongState):
            policies.check_can_decide(consent, decision)


def test_a_person_needs_one_name_of_any_kind() -> None:
    policies.check_has_a_name(None, "Quispe", None)
    with pytest.raises(RefusedInput) as refusal:
        policies.check_has_a_name(None, "", None)
    assert refusal.value.field == "given_names"


@pytest.mark.parametrize("birth", [None, PartialDate(2026), PartialDate(2026, 11), PartialDate(2026, 11, 21), PartialDate(1906)])
def test_a_birth_that_may_have_happened_is_taken(birth: PartialDate | None) -> None:
    policies.check_birth(birth, today=TODAY)


@pytest.mark.parametrize("birth", [PartialDate(2027), PartialDate(2026, 12), PartialDate(2026, 11, 22), PartialDate(1904)])
def test_a_birth_in_the_future_or_beyond_memory_is_refused_at_its_field(birth: PartialDate) -> None:
    with pytest.raises(RefusedInput) as refusal:
        policies.check_birth(birth, today=TODAY)
    assert refusal.value.field == "birth"


def test_nobody_lives_in_two_households_at_once() -> None:
    policies.check_can_join_household(None)
    with pytest.raises(RefusedInput):
        policies.check_can_join_household(HouseholdMember(relation=Relation.CHILD))


def test_a_household_has_one_head() -> None:
    policies.check_relation_to_head(Relation.CHILD)
    with pytest.raises(RefusedInput):
        policies.check_relation_to_head(Relation.HEAD)


@pytest.mark.parametrize("left_on", [date(2026, 1, 14), date(2026, 11, 22)])
def test_nobody_leaves_before_joining_or_in_the_future(left_on: date) -> None:
    member = HouseholdMember(joined_on=date(2026, 1, 15))
    policies.check_can_leave_household(member, left_on=TODAY, today=TODAY)
    with pytest.raises(RefusedInput) as refusal:
        policies.check_can_leave_household(member, left_on=left_on, today=TODAY)
    assert refusal.value.field == "left_on"


@pytest.mark.parametrize(
    ("known", "is_child"),
    [
        ({"birth_year": 2010}, True),
        ({"birth_year": 2008, "birth_month": 11, "birth_day": 22}, True),
        ({"birth_year": 2008, "birth_month": 11, "birth_day": 21}, False),
        ({"birth_year": 2008}, False),
        ({"stated_age": 9, "age_stated_on": TODAY}, True),
        ({"stated_age": 17, "age_stated_on": TODAY}, True),
        ({"stated_age": 17, "age_stated_on": TODAY - timedelta(days=366)}, False),
        ({}, False),
    ],
)
def test_for_a_child_of_known_age_the_guardian_answers(known: dict[str, object], is_child: bool) -> None:
    person = Person(**{"birth_year": None} | known)
    policies.check_can_give_consent(person, ConsentGiver.GUARDIAN, today=TODAY)
    assert policies.can_give_consent(person, ConsentGiver.PERSON, today=TODAY) is not is_child
    assert policies.usual_giver(person, TODAY) is (ConsentGiver.GUARDIAN if is_child else ConsentGiver.PERSON)
    if is_child:
        with pytest.raises(RefusedInput) as refusal:
            policies.check_can_give_consent(person, ConsentGiver.PERSON, today=TODAY)
        assert refusal.value.field == "given_by"


def test_not_asked_is_not_a_no() -> None:
    said = {decision: policies.is_declined(Consent(decision=decision)) for decision in ConsentDecision}
    assert said == {GIVEN: False, REFUSED: True, WITHDRAWN: True}
    assert not policies.is_declined(None)
