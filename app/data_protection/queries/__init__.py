"""Reading what data protection decides about. The first argument is the actor."""

from app.data_protection.queries.due import STANDING, due_records, is_any_asked_for, is_due
from app.data_protection.queries.requests import count_waiting, get_request, latest_of, list_requests
from app.data_protection.queries.retention import (
    code_of_plan,
    count_due,
    countries_of,
    find_file_by_code,
    get_hold,
    has_hold,
    holds_in_force,
    is_held,
    list_done,
    list_due,
    list_holds,
    list_periods,
    next_to_erase,
    offices_in,
)

__all__ = [
    "STANDING",
    "code_of_plan",
    "count_due",
    "count_waiting",
    "countries_of",
    "due_records",
    "find_file_by_code",
    "get_hold",
    "get_request",
    "has_hold",
    "holds_in_force",
    "is_any_asked_for",
    "is_due",
    "is_held",
    "latest_of",
    "list_done",
    "list_due",
    "list_holds",
    "list_periods",
    "list_requests",
    "next_to_erase",
    "offices_in",
]
