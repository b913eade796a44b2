"""What is done with people: one use case per function; check, change, record. Nothing here commits."""

from app.people.services.consents import ConsentAnswer, record_consent, record_consents
from app.people.services.documents import NewDocument, add_document
from app.people.services.facts import NewPerson, facts_of
from app.people.services.households import (
    change_relation,
    leave_household,
    link_member,
    present_members,
    register_member,
)
from app.people.services.merging import MergeChoice, merge_people, part_people
from app.people.services.persons import (
    change_person,
    open_file,
    read_corrections,
    record_search,
    register_person,
)

__all__ = [
    "ConsentAnswer",
    "MergeChoice",
    "NewDocument",
    "NewPerson",
    "add_document",
    "change_person",
    "change_relation",
    "facts_of",
    "leave_household",
    "link_member",
    "merge_people",
    "open_file",
    "part_people",
    "present_members",
    "read_corrections",
    "record_consent",
    "record_consents",
    "record_search",
    "register_member",
    "register_person",
]
