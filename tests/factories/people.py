"""People, households and what belongs to them. All invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from app.accounts.models import Office
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people.enums import ConsentDecision, ConsentEvidence, ConsentPurpose, PopulationType, Relation, Sex
from app.people.models import (
    Consent,
    Household,
    HouseholdMember,
    IdentityDocument,
    OfficeQuestion,
    Person,
    PersonNationality,
    QuestionedPerson,
)
from tests.factories.accounts import Factory, OfficeFactory, UserFactory


class PersonFactory(Factory):
    """A Venezuelan woman born in 1992. ``nationalities`` takes codes: ``PersonFactory(nationalities=["XXA"])``."""

    class Meta:
        model = Person

    code = factory.Sequence(lambda n: f"TST-P-{n:06d}")
    given_names = "Rosa Elena"
    surname_1 = "Guerrero"
    surname_2 = "Pinto"
    sex = Sex.FEMALE
    birth_year = 1992
    population_type = PopulationType.IN_DESTINATION
    office = factory.SubFactory(OfficeFactory)

    @classmethod
    def _create(cls, model_class: type[Person], *args: Any, **kwargs: Any) -> Person:
        codes = kwargs.pop("nationalities", ["VEN"])
        kwargs["nationalities"] = [PersonNationality(country=code) for code in codes]
        person: Person = super()._create(model_class, *args, **kwargs)
        return person


class HouseholdFactory(Factory):
    class Meta:
        model = Household

    code = factory.Sequence(lambda n: f"TST-H-{n:06d}")
    office = factory.SubFactory(OfficeFactory)

    @classmethod
    def _create(cls, model_class: type[Household], *args: Any, **kwargs: Any) -> Household:
        kwargs["office_id"] = kwargs.pop("office").id
        household: Household = super()._create(model_class, *args, **kwargs)
        return household


class HouseholdMemberFactory(Factory):
    class Meta:
        model = HouseholdMember

    relation = Relation.HEAD
    joined_on = date(2026, 1, 15)


class IdentityDocumentFactory(Factory):
    class Meta:
        model = IdentityDocument


class ConsentFactory(Factory):
    class Meta:
        model = Consent

    purpose = ConsentPurpose.CASE_MANAGEMENT
    decision = ConsentDecision.GIVEN
    evidence = ConsentEvidence.VERBAL
    language = "es"


def question_to(office: Office, *people: Person) -> OfficeQuestion:
    """Another office of the country asks whether one of these people is known."""
    asking = OfficeFactory(country=office.country)
    asked: OfficeQuestion = OfficeQuestion(
        asking_office_id=asking.id, asked_office_id=office.id, submission_id=new_id(), asked_by=UserFactory(office=asking).id
    )
    db.session.add(asked)
    db.session.flush()
    db.session.add_all(QuestionedPerson(question_id=asked.id, person_id=person.id) for person in people)
    db.session.flush()
    return asked
