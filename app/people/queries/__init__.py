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
from app.people.queries.merges import came_with, get_merge, latest_merge, list_merges, lock_pair, others_present
from app.people.queries.persons import (
    consents_in_force,
    find_kept_file,
    find_person_by_code,
    get_person,
    list_consents,
    list_documents,
    lock_to_erase,
    merged_into,
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
    "came_with",
    "consents_in_force",
    "document_choices",
    "find_candidates",
    "find_kept_file",
    "find_membership",
    "find_person_by_code",
    "get_household_of",
    "get_merge",
    "get_need",
    "get_person",
    "get_stay",
    "household_of",
    "language_groups",
    "latest_merge",
    "list_consents",
    "list_corrections",
    "list_documents",
    "list_functioning",
    "list_merges",
    "list_needs",
    "list_situations",
    "list_stays",
    "lock_pair",
    "lock_to_erase",
    "merged_into",
    "nationality_groups",
    "others_present",
    "place_country_choices",
    "place_of",
    "read_person",
    "search_people",
]
