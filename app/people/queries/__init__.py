"""Reading people. The first argument is the actor: nothing outside their offices is found."""

from app.people.queries.choices import (
    area_groups,
    area_name,
    document_choices,
    language_groups,
    nationality_groups,
    place_country_choices,
)
from app.people.queries.corrections import all_corrections, list_corrections
from app.people.queries.households import find_membership, get_household_of, household_of
from app.people.queries.identifiers import FoundBy
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
from app.people.queries.search import PersonHit, find_candidates, search_people
from app.people.queries.situations import get_need, get_stay, list_functioning, list_needs, list_situations, list_stays

__all__ = [
    "FoundBy",
    "PersonHit",
    "all_corrections",
    "area_groups",
    "area_name",
    "consents_in_force",
    "document_choices",
    "find_candidates",
    "find_membership",
    "find_person_by_code",
    "get_household_of",
    "get_need",
    "get_person",
    "get_stay",
    "household_of",
    "language_groups",
    "list_consents",
    "list_corrections",
    "list_documents",
    "list_functioning",
    "list_needs",
    "list_situations",
    "list_stays",
    "lock_to_erase",
    "nationality_groups",
    "place_country_choices",
    "place_of",
    "read_person",
    "search_people",
]
