"""What can be done with an import: bring a file, read, check, compare, decide, confirm, enter, throw away."""

from app.imports.services.bringing import Brought, NewFile, bring_file
from app.imports.services.checking import check_next_piece, checker_of
from app.imports.services.comparing import begin_comparing, compare_next_pieces, offer_for_review
from app.imports.services.confirming import confirm_import
from app.imports.services.deciding import decide_rows, decide_undecided
from app.imports.services.ending import discard_import, expire_imports, fail_import
from app.imports.services.entering import enter_next_piece, finish_entering, prepare_entering
from app.imports.services.files import download_errors, download_result
from app.imports.services.looking import ImportView, look_at, open_import, view_import
from app.imports.services.reading import ROWS_IN_A_PIECE, begin_reading, finish_reading, keep_heading, keep_lines, read_part

__all__ = [
    "ROWS_IN_A_PIECE",
    "Brought",
    "ImportView",
    "NewFile",
    "begin_comparing",
    "begin_reading",
    "bring_file",
    "check_next_piece",
    "checker_of",
    "compare_next_pieces",
    "confirm_import",
    "decide_rows",
    "decide_undecided",
    "discard_import",
    "download_errors",
    "download_result",
    "enter_next_piece",
    "expire_imports",
    "fail_import",
    "finish_entering",
    "finish_reading",
    "keep_heading",
    "keep_lines",
    "look_at",
    "offer_for_review",
    "open_import",
    "prepare_entering",
    "read_part",
    "view_import",
]
