"""What the pages of casework show, in words."""

from app.cases.presenters.banner import (
    CaseFrame,
    SectionName,
    case_banner,
    case_frame,
    case_line,
    case_sections,
    case_tags,
    status_tag,
)
from app.cases.presenters.lists import CasesPage, cases_page
from app.cases.presenters.next_action import next_action
from app.cases.presenters.opening import OpeningPage, colleague_choices, kinds_page, opening_page
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
from app.cases.presenters.steps import ClosingPage, closing_page
from app.cases.presenters.timeline import timeline_entries

__all__ = [
    "CaseFrame",
    "CasesPage",
    "ClosingPage",
    "OpeningPage",
    "RecordPage",
    "SectionName",
    "SummaryPage",
    "TablePage",
    "case_banner",
    "case_frame",
    "case_line",
    "case_sections",
    "case_tags",
    "cases_page",
    "closing_page",
    "colleague_choices",
    "follow_ups_page",
    "history_page",
    "kinds_page",
    "next_action",
    "notes_page",
    "opening_page",
    "services_page",
    "status_tag",
    "summary_page",
    "timeline_entries",
]
