"""What the pages of supervision show."""

from app.supervision.presenters.board import BoardPage, board_page
from app.supervision.presenters.day import ChildrenPage, DayPage, day_page, duties_page, new_children_page, waiting_children_page
from app.supervision.presenters.lists import ColleaguePage, ListPage, colleague_page, list_page
from app.supervision.presenters.reassignment import (
    PreviewPage,
    ReassignPage,
    colleague_choices,
    preview_page,
    reassign_page,
)

__all__ = [
    "BoardPage",
    "ChildrenPage",
    "ColleaguePage",
    "DayPage",
    "ListPage",
    "PreviewPage",
    "ReassignPage",
    "board_page",
    "colleague_choices",
    "colleague_page",
    "day_page",
    "duties_page",
    "list_page",
    "new_children_page",
    "preview_page",
    "reassign_page",
    "waiting_children_page",
]
