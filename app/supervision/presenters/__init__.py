"""What the pages of supervision show."""

from app.supervision.presenters.board import BoardPage, board_page
from app.supervision.presenters.day import DayPage, children_page, day_page, duties_page
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
    "ColleaguePage",
    "DayPage",
    "ListPage",
    "PreviewPage",
    "ReassignPage",
    "board_page",
    "children_page",
    "colleague_choices",
    "colleague_page",
    "day_page",
    "duties_page",
    "list_page",
    "preview_page",
    "reassign_page",
]
