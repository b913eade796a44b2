"""What is done with people: one use case per function; check, change, record. Nothing here commits."""

from app.people.services.consents import ConsentAnswer, record_consent, record_consents
from app.people.services.documents import DocumentFacts, NewDocument, add_document, change_document, facts_of_document
from app.people.services.facts import NewPerson, facts_of
from app.people.services.households import (
    change_relation,
    leave_household,
    link_member,
    present_members,
    register_member,
)
from app.people.services.needs import (
    NeedsOfPerson,
    NewAnswers,
    NewNeed,
    end_need,
    read_needs,
    record_functioning,
    record_need,
)
from app.people.services.persons import (
    change_person,
    open_file,
    read_corrections,
    record_search,
    register_person,
)
from app.people.services.stays import NewStay, end_stay, record_stay

__all__ = [
    "ConsentAnswer",
    "DocumentFacts",
    "NeedsOfPerson",
    "NewAnswers",
    "NewDocument",
    "NewNeed",
    "NewPerson",
    "NewStay",
    "add_document",
    "change_document",
    "change_person",
    "change_relation",
    "end_need",
    "end_stay",
    "facts_of",
    "facts_of_document",
    "leave_household",
    "link_member",
    "open_file",
    "present_members",
    "read_corrections",
    "read_needs",
    "record_consent",
    "record_consents",
    "record_functioning",
    "record_need",
    "record_search",
    "record_stay",
    "register_member",
    "register_person",
]
