"""What is done with people: one use case per function; check, change, record. Nothing here commits."""

from app.people.services.bulk import Registration, next_person_numbers, register_many
from app.people.services.children import NewCare, count_care_backlog, state_care
from app.people.services.consents import (
    ConsentAnswer,
    Interpretation,
    Terms,
    record_answers,
    record_consent,
    record_consents,
    withdraw_consent,
)
from app.people.services.contacts import NewContact, add_contact, end_contact
from app.people.services.days import correct_situation_day, correct_stay_days
from app.people.services.deaths import NewDeath, record_death, take_back_death
from app.people.services.documents import DocumentFacts, NewDocument, add_document, change_document, facts_of_document
from app.people.services.facts import NewPerson, facts_of
from app.people.services.household_history import correct_act, is_correctable
from app.people.services.household_moves import Split, merge_households, split_household
from app.people.services.households import (
    change_head,
    change_relation,
    leave_household,
    link_member,
    open_household,
    present_members,
    register_member,
)
from app.people.services.lines import CrowdLine, NewMember, RefusedLine, register_crowd, register_family
from app.people.services.match_keys import count_names, count_names_after_growth, fill_match_keys
from app.people.services.merging import MergeChoice, merge_people, part_people
from app.people.services.needs import (
    NeedsOfPerson,
    NewAnswers,
    NewNeed,
    end_need,
    read_needs,
    record_functioning,
    record_need,
)
from app.people.services.office_questions import (
    Asked,
    ToldFacts,
    answer_question,
    ask_office,
    forget_old_questions,
    name_who_was_asked_about,
    open_question,
    open_questions,
)
from app.people.services.pairs import ask_about_person, decide_pair, look_for_doubles, open_pair, record_look
from app.people.services.persons import (
    change_person,
    open_file,
    read_corrections,
    record_search,
    register_person,
)
from app.people.services.sheets import hand_out_sheet
from app.people.services.stays import NewStay, end_stay, record_stay

__all__ = [
    "Asked",
    "ConsentAnswer",
    "CrowdLine",
    "DocumentFacts",
    "Interpretation",
    "MergeChoice",
    "NeedsOfPerson",
    "NewAnswers",
    "NewCare",
    "NewContact",
    "NewDeath",
    "NewDocument",
    "NewMember",
    "NewNeed",
    "NewPerson",
    "NewStay",
    "RefusedLine",
    "Registration",
    "Split",
    "Terms",
    "ToldFacts",
    "add_contact",
    "add_document",
    "answer_question",
    "ask_about_person",
    "ask_office",
    "change_document",
    "change_head",
    "change_person",
    "change_relation",
    "correct_act",
    "correct_situation_day",
    "correct_stay_days",
    "count_care_backlog",
    "count_names",
    "count_names_after_growth",
    "decide_pair",
    "end_contact",
    "end_need",
    "end_stay",
    "facts_of",
    "facts_of_document",
    "fill_match_keys",
    "forget_old_questions",
    "hand_out_sheet",
    "is_correctable",
    "leave_household",
    "link_member",
    "look_for_doubles",
    "merge_households",
    "merge_people",
    "name_who_was_asked_about",
    "next_person_numbers",
    "open_file",
    "open_household",
    "open_pair",
    "open_question",
    "open_questions",
    "part_people",
    "present_members",
    "read_corrections",
    "read_needs",
    "record_answers",
    "record_consent",
    "record_consents",
    "record_death",
    "record_functioning",
    "record_look",
    "record_need",
    "record_search",
    "record_stay",
    "register_crowd",
    "register_family",
    "register_many",
    "register_member",
    "register_person",
    "split_household",
    "state_care",
    "take_back_death",
    "withdraw_consent",
]
