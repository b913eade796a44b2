"""Reading the work of a day and of a team: few statements, each on one index."""

from app.supervision.queries.board import (
    Backlog,
    LoadRow,
    count_answers,
    count_silent,
    list_loads,
    list_offices_of,
    list_people,
)
from app.supervision.queries.day import DayCase, DayCounts, DayPart, count_cases_of, list_cases_of, list_times_of_answers
from app.supervision.queries.lists import (
    BoardCase,
    ReturnedAnswer,
    list_board_cases,
    list_chosen,
    list_longest_unassigned,
    list_returned,
    list_silent,
)

__all__ = [
    "Backlog",
    "BoardCase",
    "DayCase",
    "DayCounts",
    "DayPart",
    "LoadRow",
    "ReturnedAnswer",
    "count_answers",
    "count_cases_of",
    "count_silent",
    "list_board_cases",
    "list_cases_of",
    "list_chosen",
    "list_loads",
    "list_longest_unassigned",
    "list_offices_of",
    "list_people",
    "list_returned",
    "list_silent",
    "list_times_of_answers",
]
