"""Each sentence, tag and total of this room's pages. Presenters read what was loaded; they never ask the database."""

from app.people.presenters.access_log import access_log_page
from app.people.presenters.asking import AskingPage, asking_page
from app.people.presenters.banner import contact_in_words, person_banner, person_facts
from app.people.presenters.candidates import (
    ASK,
    CandidatePanel,
    Questions,
    candidate_panel,
    doubles_link,
    doubles_page,
    no_names_yet,
    others_panel,
    questioned_panel,
    similar_people_panel,
)
from app.people.presenters.checks import number_to_check, phone_to_check
from app.people.presenters.children import adults_beside, alert_line, child_alert, known_care, situation_hints
from app.people.presenters.comparison import comparison_of_files, comparison_of_typed
from app.people.presenters.consents import categories_in_words, file_caution, line_in_words, state_tag, until_in_words
from app.people.presenters.corrections import corrections_page, kept_in_words
from app.people.presenters.deaths import DeathPage, death_page
from app.people.presenters.frames import FileFrame, differences_table, file_frame, person_form_parts, words_to_read
from app.people.presenters.household import children_left_by, followers_of
from app.people.presenters.household_history import act_title, latest_act
from app.people.presenters.household_page import (
    HouseholdFile,
    HouseholdFrame,
    HouseholdPage,
    household_frame,
    household_page,
    members_named,
)
from app.people.presenters.ledger import LedgerPage, WithdrawalPage, ledger_page, withdrawal_page
from app.people.presenters.lines import FileChoice, crowd_words, family_words, file_choices, registered_page
from app.people.presenters.merging import (
    Pair,
    merge_address,
    merge_grounds,
    merge_page,
    merge_questions,
    proposals,
    two_offices_page,
)
from app.people.presenters.needs import needs_page
from app.people.presenters.office_questions import answer_choices, question_page, questions_page, whom_asked_about
from app.people.presenters.past_merges import merges_of, undo_page
from app.people.presenters.person import PersonFile, PersonPage, person_page
from app.people.presenters.search import search_page
from app.people.presenters.sheet import SheetPage, full_sheet, neutral_sheet, sheet_name, sheet_page, write_sheet
from app.people.presenters.who_sees import who_sees_page
from app.people.presenters.words import (
    age_in_words,
    death_in_words,
    death_tag,
    name_in_words,
    nationalities_in_words,
    person_name,
    plain_age_in_words,
    reader_locale,
    registered_words,
)

__all__ = [
    "ASK",
    "AskingPage",
    "CandidatePanel",
    "DeathPage",
    "FileChoice",
    "FileFrame",
    "HouseholdFile",
    "HouseholdFrame",
    "HouseholdPage",
    "LedgerPage",
    "Pair",
    "PersonFile",
    "PersonPage",
    "Questions",
    "SheetPage",
    "WithdrawalPage",
    "access_log_page",
    "act_title",
    "adults_beside",
    "age_in_words",
    "alert_line",
    "answer_choices",
    "asking_page",
    "candidate_panel",
    "categories_in_words",
    "child_alert",
    "children_left_by",
    "comparison_of_files",
    "comparison_of_typed",
    "contact_in_words",
    "corrections_page",
    "crowd_words",
    "death_in_words",
    "death_page",
    "death_tag",
    "differences_table",
    "doubles_link",
    "doubles_page",
    "family_words",
    "file_caution",
    "file_choices",
    "file_frame",
    "followers_of",
    "full_sheet",
    "household_frame",
    "household_page",
    "kept_in_words",
    "known_care",
    "latest_act",
    "ledger_page",
    "line_in_words",
    "members_named",
    "merge_address",
    "merge_grounds",
    "merge_page",
    "merge_questions",
    "merges_of",
    "name_in_words",
    "nationalities_in_words",
    "needs_page",
    "neutral_sheet",
    "no_names_yet",
    "number_to_check",
    "others_panel",
    "person_banner",
    "person_facts",
    "person_form_parts",
    "person_name",
    "person_page",
    "phone_to_check",
    "plain_age_in_words",
    "proposals",
    "question_page",
    "questioned_panel",
    "questions_page",
    "reader_locale",
    "registered_page",
    "registered_words",
    "search_page",
    "sheet_name",
    "sheet_page",
    "similar_people_panel",
    "situation_hints",
    "state_tag",
    "two_offices_page",
    "undo_page",
    "until_in_words",
    "who_sees_page",
    "whom_asked_about",
    "withdrawal_page",
    "words_to_read",
    "write_sheet",
]
