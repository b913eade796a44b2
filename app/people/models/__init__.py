"""Persons, their names, situations, needs, households, documents, consents and corrections: one file a topic."""

from app.people.models.consents import Consent
from app.people.models.corrections import PersonChange
from app.people.models.documents import IdentityDocument
from app.people.models.households import Household, HouseholdMember
from app.people.models.merges import PersonMerge, PersonMergeRow
from app.people.models.names import NameWord
from app.people.models.needs import Functioning, PersonNeed
from app.people.models.person import Person, PersonLanguage, PersonNationality
from app.people.models.situations import PersonSituation, Stay

__all__ = [
    "Consent",
    "Functioning",
    "Household",
    "HouseholdMember",
    "IdentityDocument",
    "NameWord",
    "Person",
    "PersonChange",
    "PersonLanguage",
    "PersonMerge",
    "PersonMergeRow",
    "PersonNationality",
    "PersonNeed",
    "PersonSituation",
    "Stay",
]
