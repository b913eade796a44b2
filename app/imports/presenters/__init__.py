"""What the pages of imports show: each sentence, tag and total."""

from app.imports.presenters.brought import words_of_same_file
from app.imports.presenters.lists import imports_table
from app.imports.presenters.registered import SHOW, START, TO_ASK
from app.imports.presenters.review import CandidateView, RowsPage, RowView, errors_page, rows_page
from app.imports.presenters.state import ImportPage, confirm_page, discard_page, import_page, rest_page
from app.imports.presenters.template import template_file

__all__ = [
    "SHOW",
    "START",
    "TO_ASK",
    "CandidateView",
    "ImportPage",
    "RowView",
    "RowsPage",
    "confirm_page",
    "discard_page",
    "errors_page",
    "import_page",
    "imports_table",
    "rest_page",
    "rows_page",
    "template_file",
    "words_of_same_file",
]
