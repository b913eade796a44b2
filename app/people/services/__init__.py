"""What is done with people: one use case per function; check, change, record. Nothing here commits."""

from app.people.services.consents import ConsentAnswer, record_consent, record_consents
from app.people.services.documents import NewDocument, add_document
from app.people.services.households import (
    change_relation,
    leave_household,
    link_member,
    present_members,
    register_member,
)
from app.people.services.match_keys import count_names, fill_match_keys
from app.people.services.office_questions import (
    Asked,
    answer_question,
    ask_office,
    forget_old_questions,
    name_who_was_asked_about,
    open_question,
    open_questions,
)
from app.people.services.pairs import ask_about_person, decide_pair, look_for_doubles, open_pair, record_look
from app.people.services.persons import (
    NewPerson,
    change_person,
    facts_of,
    open_file,
    read_corrections,
    record_search,
    register_person,
)

__all__ = [
    "Asked",
    "ConsentAnswer",
    "NewDocument",
    "NewPerson",
    "add_document",
    "answer_question",
    "ask_about_person",
    "ask_office",
    "change_person",
    "change_relation",
    "count_names",
    "decide_pair",
    "facts_of",
    "fill_match_keys",
    "forget_old_questions",
    "leave_household",
    "link_member",
    "look_for_doubles",
    "name_who_was_asked_about",
    "open_file",
    "open_pair",
    "open_question",
    "open_questions",
    "present_members",
    "read_corrections",
    "record_consent",
    "record_consents",
    "record_look",
    "record_search",
    "register_member",
    "register_person",
]
