"""Each sentence, tag and total of this room's pages. Presenters read what was loaded; they never ask the database."""

from app.people.presenters.access_log import access_log_page
from app.people.presenters.banner import contact_in_words, person_banner, person_facts
from app.people.presenters.checks import number_to_check, phone_to_check
from app.people.presenters.children import adults_beside, alert_line, child_alert, known_care, situation_hints
from app.people.presenters.consents import file_caution
from app.people.presenters.corrections import corrections_page, kept_in_words
from app.people.presenters.frames import FileFrame, differences_table, file_frame, person_form_parts, words_to_read
from app.people.presenters.household import followers_of
from app.people.presenters.household_history import act_title, latest_act
from app.people.presenters.household_page import (
    HouseholdFile,
    HouseholdFrame,
    HouseholdPage,
    household_frame,
    household_page,
    members_named,
)
from app.people.presenters.merging import Pair, merge_page, merge_questions, merges_of, proposals, undo_page
from app.people.presenters.person import PersonFile, PersonPage, person_page
from app.people.presenters.search import CandidatePanel, candidate_panel, no_names_yet, results_table, similar_people_panel
from app.people.presenters.who_sees import who_sees_page
from app.people.presenters.words import (
    age_in_words,
    name_in_words,
    nationalities_in_words,
    person_name,
    reader_locale,
    registered_words,
)

__all__ = [
    "CandidatePanel",
    "FileFrame",
    "HouseholdFile",
    "HouseholdFrame",
    "HouseholdPage",
    "Pair",
    "PersonFile",
    "PersonPage",
    "access_log_page",
    "act_title",
    "adults_beside",
    "age_in_words",
    "alert_line",
    "candidate_panel",
    "child_alert",
    "contact_in_words",
    "corrections_page",
    "differences_table",
    "file_caution",
    "file_frame",
    "followers_of",
    "household_frame",
    "household_page",
    "kept_in_words",
    "known_care",
    "latest_act",
    "members_named",
    "merge_page",
    "merge_questions",
    "merges_of",
    "name_in_words",
    "nationalities_in_words",
    "no_names_yet",
    "number_to_check",
    "person_banner",
    "person_facts",
    "person_form_parts",
    "person_name",
    "person_page",
    "phone_to_check",
    "proposals",
    "reader_locale",
    "registered_words",
    "results_table",
    "similar_people_panel",
    "situation_hints",
    "undo_page",
    "who_sees_page",
    "words_to_read",
]
