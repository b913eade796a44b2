"""What the pages of casework show, in words."""

from app.cases.presenters.access_log import access_log_page
from app.cases.presenters.banner import CaseFrame, SectionName, case_banner, case_frame, case_line, case_sections, case_tags
from app.cases.presenters.consents import RenewalsPage, renewal_row, renewals_page
from app.cases.presenters.lists import CasesPage, cases_page, whose_choices
from app.cases.presenters.next_action import next_action
from app.cases.presenters.opening import OpeningPage, colleague_choices, kinds_page, opening_page, question_groups
from app.cases.presenters.record import (
    RecordPage,
    SummaryPage,
    TablePage,
    follow_ups_page,
    history_page,
    notes_page,
    services_page,
    summary_page,
)
from app.cases.presenters.restriction import choices_of, file_of, file_of_case, file_of_person, hidden_needs_words, who_knows_page
from app.cases.presenters.steps import ClosingPage, CompletionPage, closing_page, completion_page, may_record_death
from app.cases.presenters.timeline import timeline_entries
from app.cases.presenters.who_sees import who_sees_page
from app.cases.presenters.words import reader_locale, status_tag

__all__ = [
    "CaseFrame",
    "CasesPage",
    "ClosingPage",
    "CompletionPage",
    "OpeningPage",
    "RecordPage",
    "RenewalsPage",
    "SectionName",
    "SummaryPage",
    "TablePage",
    "access_log_page",
    "case_banner",
    "case_frame",
    "case_line",
    "case_sections",
    "case_tags",
    "cases_page",
    "choices_of",
    "closing_page",
    "colleague_choices",
    "completion_page",
    "file_of",
    "file_of_case",
    "file_of_person",
    "follow_ups_page",
    "hidden_needs_words",
    "history_page",
    "kinds_page",
    "may_record_death",
    "next_action",
    "notes_page",
    "opening_page",
    "question_groups",
    "reader_locale",
    "renewal_row",
    "renewals_page",
    "services_page",
    "status_tag",
    "summary_page",
    "timeline_entries",
    "who_knows_page",
    "who_sees_page",
    "whose_choices",
]
