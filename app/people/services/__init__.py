"""What is done with people: one use case per function; check, change, record. Nothing here commits."""

from app.people.services.consents import (
    ConsentAnswer,
    Terms,
    record_answers,
    record_consent,
    record_consents,
    withdraw_consent,
)
from app.people.services.documents import NewDocument, add_document
from app.people.services.facts import NewPerson, facts_of
from app.people.services.households import (
    change_relation,
    leave_household,
    link_member,
    present_members,
    register_member,
)
from app.people.services.persons import (
    change_person,
    open_file,
    read_corrections,
    record_search,
    register_person,
)
from app.people.services.sheets import hand_out_sheet

__all__ = [
    "ConsentAnswer",
    "NewDocument",
    "NewPerson",
    "Terms",
    "add_document",
    "change_person",
    "change_relation",
    "facts_of",
    "hand_out_sheet",
    "leave_household",
    "link_member",
    "open_file",
    "present_members",
    "read_corrections",
    "record_answers",
    "record_consent",
    "record_consents",
    "record_search",
    "register_member",
    "register_person",
    "withdraw_consent",
]
