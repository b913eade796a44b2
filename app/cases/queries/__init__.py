"""Reading cases: one case, lists of them, what happened in one."""

from app.cases.queries.case import (
    find_case_by_code,
    get_case,
    get_follow_up,
    list_cases_of_person,
    list_possible_caseworkers,
    list_teams_of,
    list_who_may_carry,
    lock_cases_of_person,
    open_cases_of,
    place_of,
    read_case,
)
from app.cases.queries.children import (
    MOST_CHILDREN,
    ChildTask,
    find_child_task,
    list_child_tasks,
    list_children_of_offices,
    page_of_new_children,
    page_of_waiting_children,
)
from app.cases.queries.consents import Renewal, first_renewals, list_renewals
from app.cases.queries.events import CaseEvent, EventKind, list_events
from app.cases.queries.lists import CaseFilter, ListedCase, StatusGroup, list_cases
from app.cases.queries.options import currencies_of, option_choices, option_name, services_by_kind
from app.cases.queries.work import (
    find_nearest_follow_up,
    get_deliverable_service,
    list_days_ahead,
    list_deliveries,
    list_follow_ups,
    list_notes,
)

__all__ = [
    "MOST_CHILDREN",
    "CaseEvent",
    "CaseFilter",
    "ChildTask",
    "EventKind",
    "ListedCase",
    "Renewal",
    "StatusGroup",
    "currencies_of",
    "find_case_by_code",
    "find_child_task",
    "find_nearest_follow_up",
    "first_renewals",
    "get_case",
    "get_deliverable_service",
    "get_follow_up",
    "list_cases",
    "list_cases_of_person",
    "list_child_tasks",
    "list_children_of_offices",
    "list_days_ahead",
    "list_deliveries",
    "list_events",
    "list_follow_ups",
    "list_notes",
    "list_possible_caseworkers",
    "list_renewals",
    "list_teams_of",
    "list_who_may_carry",
    "lock_cases_of_person",
    "open_cases_of",
    "option_choices",
    "option_name",
    "page_of_new_children",
    "page_of_waiting_children",
    "place_of",
    "read_case",
    "services_by_kind",
]
