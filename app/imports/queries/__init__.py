"""Reading imports, their pieces and rows."""

from app.imports.queries.candidates import Candidates, find_candidates, people_compared
from app.imports.queries.imports import (
    find_same_file,
    get_brought,
    get_import,
    is_another_entered,
    list_imports,
    lock_import,
    offices_to_choose,
    take_checked_import,
)
from app.imports.queries.pieces import Progress, count_pieces, has_left, progress_of, take_piece, take_pieces
from app.imports.queries.rows import (
    Counts,
    Matched,
    counts_of,
    entries_of,
    lines_of,
    list_rows,
    matched_people,
    rows_of_outcome,
    rows_of_piece,
)

__all__ = [
    "Candidates",
    "Counts",
    "Matched",
    "Progress",
    "count_pieces",
    "counts_of",
    "entries_of",
    "find_candidates",
    "find_same_file",
    "get_brought",
    "get_import",
    "has_left",
    "is_another_entered",
    "lines_of",
    "list_imports",
    "list_rows",
    "lock_import",
    "matched_people",
    "offices_to_choose",
    "people_compared",
    "progress_of",
    "rows_of_outcome",
    "rows_of_piece",
    "take_checked_import",
    "take_piece",
    "take_pieces",
]
