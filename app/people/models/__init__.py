"""Persons, their names, households, contacts, who cares for a child, documents, consents, corrections: one file a topic."""

from app.people.models.children import ChildCare
from app.people.models.consents import Consent
from app.people.models.contacts import AlternateContact
from app.people.models.corrections import PersonChange
from app.people.models.documents import IdentityDocument
from app.people.models.households import Household, HouseholdEvent, HouseholdMember
from app.people.models.names import NameWord
from app.people.models.person import Person, PersonNationality

__all__ = [
    "AlternateContact",
    "ChildCare",
    "Consent",
    "Household",
    "HouseholdEvent",
    "HouseholdMember",
    "IdentityDocument",
    "NameWord",
    "Person",
    "PersonChange",
    "PersonNationality",
]
