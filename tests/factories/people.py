"""People, households and what belongs to them. All invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from app.accounts.models import Office
from app.foundation.clock import now
from app.foundation.database import db
from app.foundation.ids import new_id
from app.people.enums import (
    CareRelation,
    CareSituation,
    ConsentDecision,
    ConsentEvidence,
    ConsentHolder,
    ConsentPurpose,
    DataCategory,
    HouseholdStep,
    MergeGround,
    PopulationType,
    Relation,
    Sex,
    StayKind,
)
from app.people.models import (
    AlternateContact,
    ChildCare,
    Consent,
    Household,
    HouseholdEvent,
    HouseholdMember,
    IdentityDocument,
    OfficeQuestion,
    Person,
    PersonLanguage,
    PersonMerge,
    PersonNationality,
    PersonNeed,
    PersonSituation,
    QuestionedPerson,
    Stay,
)
from app.people.policies import USUAL_RECIPIENT
from tests.factories.accounts import Factory, OfficeFactory, UserFactory


class PersonFactory(Factory):
    """A Venezuelan woman born in 1992. ``nationalities`` and ``languages`` take codes: ``nationalities=["XXA"]``."""

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
        kwargs["languages"] = [PersonLanguage(language=code) for code in kwargs.pop("languages", [])]
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


class HouseholdEventFactory(Factory):
    """A joining; ``act_id`` tells what was recorded together."""

    class Meta:
        model = HouseholdEvent

    act_id = factory.LazyFunction(new_id)
    step = HouseholdStep.JOINED
    relation = Relation.HEAD
    occurred_on = date(2026, 1, 15)


class ChildCareFactory(Factory):
    """A separated child whose aunt cares for them and decides."""

    class Meta:
        model = ChildCare

    situation = CareSituation.SEPARATED
    since_on = date(2026, 1, 15)
    guardian_name = "Tía canaria"
    guardian_relation = CareRelation.OTHER_RELATIVE
    guardian_phone = "+573009990011"
    consent_holder = ConsentHolder.GUARDIAN


class AlternateContactFactory(Factory):
    class Meta:
        model = AlternateContact

    name = "Vecina canaria"
    relation = CareRelation.NEIGHBOUR
    phone = "+573009990022"
    notes = "Después de las seis"
    may_be_told = False


def household_of(*people: Person) -> Household:
    """People who live together, the first of them as the head, with the history of their joining."""
    household: Household = HouseholdFactory(office=people[0].office)
    for place, person in enumerate(people):
        known = {"household_id": household.id, "person_id": person.id, "relation": Relation.CHILD if place else Relation.HEAD}
        HouseholdMemberFactory(**known)
        HouseholdEventFactory(**known)
    return household


class IdentityDocumentFactory(Factory):
    class Meta:
        model = IdentityDocument


class StayFactory(Factory):
    class Meta:
        model = Stay

    kind = StayKind.ASYLUM_SEEKER
    country = "CO"


class SituationFactory(Factory):
    class Meta:
        model = PersonSituation

    population_type = PopulationType.IN_TRANSIT
    since_on = date(2026, 1, 2)


class NeedFactory(Factory):
    """An ordinary need: ``NeedFactory(person_id=..., need_id=seeded(SpecificNeed, "SM-CI").id)``."""

    class Meta:
        model = PersonNeed


class ConsentFactory(Factory):
    class Meta:
        model = Consent

    purpose = ConsentPurpose.CASE_MANAGEMENT
    decision = ConsentDecision.GIVEN
    recipient = factory.LazyAttribute(lambda consent: USUAL_RECIPIENT[consent.purpose])
    categories = factory.LazyFunction(lambda: [category.value for category in DataCategory])
    evidence = ConsentEvidence.VERBAL
    language = "es"
    id = factory.LazyFunction(new_id)
    sitting_id = factory.SelfAttribute("id")


def merge_of(person: Person, other: Person) -> PersonMerge:
    """A merge of ``other``, who has nothing yet, into ``person``: no rows are moved (``tests/people/merging`` does that)."""
    other.merged_into_id = person.id
    said = {"given_names": "Rosa", "sex": "female", "population_type": "in_transit", "other_names": [], "leave_no_message": False}
    snapshot: dict[str, Any] = {"fields": said, "nationalities": {}, "languages": {}}
    merge = PersonMerge(
        person_id=person.id,
        merged_id=other.id,
        merged_code=other.code,
        ground=MergeGround.PERSON_SAID,
        before={"kept": snapshot, "merged": snapshot, "places": {}},
        was_restricted=False,
        merged_by=UserFactory(office=person.office).id,
    )
    db.session.add(merge)
    db.session.flush()
    return merge


def told_about(person: Person, office: Office) -> OfficeQuestion:
    """Another office was asked about somebody and told, with their yes, sex and year of birth; it has not answered yet."""
    asked: OfficeQuestion = OfficeQuestion(
        asking_office_id=person.office_id,
        asked_office_id=office.id,
        submission_id=person.id,
        person_id=person.id,
        asked_by=UserFactory(office=person.office).id,
        agreed_at=now(),
        told_sex=person.sex,
        told_birth_from=person.birth_year,
        told_birth_until=person.birth_year,
    )
    db.session.add(asked)
    db.session.flush()
    return asked


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
