"""Persons, their names, households, identity documents, consents and corrections: one file a topic."""

from app.people.models.consents import Consent
from app.people.models.corrections import PersonChange
from app.people.models.documents import IdentityDocument
from app.people.models.households import Household, HouseholdMember
from app.people.models.match_keys import keys_of
from app.people.models.matching import MatchDecision, NameFrequency, OfficeQuestion, QuestionedPerson
from app.people.models.names import NameWord
from app.people.models.person import Person, PersonNationality

__all__ = [
    "Consent",
    "Household",
    "HouseholdMember",
    "IdentityDocument",
    "MatchDecision",
    "NameFrequency",
    "NameWord",
    "OfficeQuestion",
    "Person",
    "PersonChange",
    "PersonNationality",
    "QuestionedPerson",
    "keys_of",
]
