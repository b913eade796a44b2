"""The use cases of supervision: one's own day, the board of the team, and sharing out cases."""

from app.supervision.services.board import Board, open_board
from app.supervision.services.day import MOST_IN_A_GROUP, CoveredDay, Day, open_day, open_new_children, open_waiting_children
from app.supervision.services.lists import CaseLine, WorkPage, list_work_of_colleague, open_work_list
from app.supervision.services.reassignment import ChosenCase, Preview, preview_reassignment, read_chosen, reassign_cases

__all__ = [
    "MOST_IN_A_GROUP",
    "Board",
    "CaseLine",
    "ChosenCase",
    "CoveredDay",
    "Day",
    "Preview",
    "WorkPage",
    "list_work_of_colleague",
    "open_board",
    "open_day",
    "open_new_children",
    "open_waiting_children",
    "open_work_list",
    "preview_reassignment",
    "read_chosen",
    "reassign_cases",
]
