"""Whatever two files say and hold: merging them and undoing it leaves everything of both as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.models import Office
from app.accounts.permissions import Role
from app.catalogue.models import DocumentType
from app.foundation.actor import Actor
from app.people import queries
from app.people.enums import ContactChannel, PopulationType, Relation, Sex
from app.people.models import Person
from app.people.services import facts_of
from app.people.services.merging import Side, differing_groups, open_to_both, part_people
from tests.conftest import actor_of
from tests.factories.catalogue import seeded
from tests.factories.people import HouseholdFactory, HouseholdMemberFactory, IdentityDocumentFactory, PersonFactory
from tests.people.merging.states import merged, state

WORDS = st.one_of(st.none(), st.sampled_from(["Rosa", "José", "ñandú", "Ú", "a b", "María de los Ángeles"]))
BIRTHS = st.sampled_from([
    {}, {"birth_year": 1990}, {"birth_year": 1990, "birth_month": 2}, {"birth_year": 1990, "birth_month": 2, "birth_day": 28},
    {"stated_age": 33, "age_stated_on": date(2024, 2, 29)},
    {"stated_age": 1, "stated_age_months": 14, "age_stated_on": date(2024, 2, 29)},
])  # fmt: skip
SAID = st.fixed_dictionaries({
    "given_names": st.sampled_from(["Rosa", "Rosa Elena", "Óscar"]), "surname_1": WORDS, "surname_2": WORDS,
    "name_as_said": WORDS,
    "sex": st.sampled_from(list(Sex)), "population_type": st.sampled_from(list(PopulationType)), "locality": WORDS,
    "phone": st.sampled_from([None, "+573001112233", "300 111"]), "safe_contact": WORDS, "ethnic_people": WORDS,
    "contact_channel": st.sampled_from([None, *ContactChannel]), "leave_no_message": st.booleans(),
    "other_names": st.lists(st.sampled_from(["Rosita", "La Negra"]), unique=True),
    "nationalities": st.lists(st.sampled_from(["VEN", "COL", "XXX"]), unique=True),
    "languages": st.lists(st.sampled_from(["es", "guc"]), unique=True), "area_code": st.sampled_from([None, "CO-NSA"]),
})  # fmt: skip
HELD = st.fixed_dictionaries({
    "documents": st.lists(st.sampled_from([None, "AB123456"]), max_size=2), "place": st.sampled_from([None, "own", "shared"]),
})  # fmt: skip


@pytest.fixture
def ana(office: Office) -> Actor:
    return actor_of(Role.CASEWORKER, office)


def registered(office: Office, said: dict[str, Any], birth: dict[str, Any], held: dict[str, Any], *, shared: Any) -> Person:
    person: Person = PersonFactory(**{"office": office, "birth_year": None, **said, **birth})
    for number in held["documents"]:
        IdentityDocumentFactory(person_id=person.id, document_type=seeded(DocumentType, "VE-PAS"), number=number)
    if held["place"]:
        household = shared if held["place"] == "shared" else HouseholdFactory(office=office)
        HouseholdMemberFactory(household_id=household.id, person_id=person.id, relation=Relation.CHILD)
    return person


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(two=st.tuples(*[st.tuples(SAID, BIRTHS, HELD)] * 2), choice=st.data())
def test_undoing_a_merge_leaves_everything_as_it_was(session: Session, office: Office, ana: Actor, two: Any, choice: Any) -> None:
    shared = HouseholdFactory(office=office)
    one, another = (registered(office, *facts, shared=shared) for facts in two)
    before = state(session)
    kept, other = queries.get_person(ana, one.id), queries.get_person(ana, another.id)
    sides = {
        group: choice.draw(st.sampled_from(list(Side) if open_to_both(group) else [Side.KEPT, Side.OTHER]), label=group)
        for group in differing_groups(facts_of(kept), facts_of(other))
    }
    merge = merged(ana, kept, other, sides=sides, household=choice.draw(st.sampled_from([Side.KEPT, Side.OTHER])))
    part_people(ana, one.id, merge.id)
    assert state(session) == before
