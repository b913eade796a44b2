"""Reading people. The first argument is the actor: nothing outside their offices is found."""

from app.people.queries.candidates import (
    KEYS,
    MOST_OF_A_KEY,
    Candidate,
    Candidates,
    compare_people,
    compare_statement,
    decided_about,
    find_candidates,
    find_doubles,
)
from app.people.queries.choices import area_choices, area_name, document_choices, nationality_groups
from app.people.queries.corrections import all_corrections, list_corrections
from app.people.queries.households import find_membership, get_household_of, household_of
from app.people.queries.identifiers import FoundBy
from app.people.queries.office_questions import (
    count_questions,
    count_recent_questions,
    get_question,
    list_own_questions,
    list_questioned,
    list_waiting_questions,
    people_asked_about,
    questions_of,
)
from app.people.queries.persons import (
    consents_in_force,
    find_person_by_code,
    get_person,
    list_consents,
    list_documents,
    lock_to_erase,
    place_of,
    read_person,
)
from app.people.queries.search import PersonHit, search_people
from app.people.queries.situations import get_need, get_stay, list_functioning, list_needs, list_situations, list_stays

__all__ = [
    "KEYS",
    "MOST_OF_A_KEY",
    "Candidate",
    "Candidates",
    "FoundBy",
    "PersonHit",
    "all_corrections",
    "area_choices",
    "area_name",
    "compare_people",
    "compare_statement",
    "consents_in_force",
    "count_questions",
    "count_recent_questions",
    "decided_about",
    "document_choices",
    "find_candidates",
    "find_doubles",
    "find_membership",
    "find_person_by_code",
    "get_household_of",
    "get_need",
    "get_person",
    "get_question",
    "get_stay",
    "household_of",
    "list_consents",
    "list_corrections",
    "list_documents",
    "list_functioning",
    "list_needs",
    "list_own_questions",
    "list_questioned",
    "list_situations",
    "list_stays",
    "list_waiting_questions",
    "lock_to_erase",
    "nationality_groups",
    "people_asked_about",
    "place_of",
    "questions_of",
    "read_person",
    "search_people",
]
