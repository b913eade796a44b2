"""Persons and all that is known of them: names, facts, documents, families, care, contacts, consents: one file a topic."""

from app.people.models.children import CareBacklog, ChildCare
from app.people.models.consents import Consent
from app.people.models.contacts import AlternateContact
from app.people.models.corrections import PersonChange
from app.people.models.documents import IdentityDocument
from app.people.models.households import Household, HouseholdEvent, HouseholdMember
from app.people.models.match_keys import keys_of
from app.people.models.matching import MatchDecision, NameFrequency, OfficeQuestion, QuestionedPerson
from app.people.models.merges import PersonMerge, PersonMergeRow
from app.people.models.names import NameWord
from app.people.models.needs import Functioning, PersonNeed
from app.people.models.person import Person, PersonLanguage, PersonNationality
from app.people.models.situations import PersonSituation, Stay

__all__ = [
    "AlternateContact",
    "CareBacklog",
    "ChildCare",
    "Consent",
    "Functioning",
    "Household",
    "HouseholdEvent",
    "HouseholdMember",
    "IdentityDocument",
    "MatchDecision",
    "NameFrequency",
    "NameWord",
    "OfficeQuestion",
    "Person",
    "PersonChange",
    "PersonLanguage",
    "PersonMerge",
    "PersonMergeRow",
    "PersonNationality",
    "PersonNeed",
    "PersonSituation",
    "QuestionedPerson",
    "Stay",
    "keys_of",
]
