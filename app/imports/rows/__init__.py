"""From the cells of a row to a person who can be registered, or to all that is wrong with it."""

from app.imports.rows.checking import CheckedRow, RowChecker
from app.imports.rows.facts import RowFacts, digest_of, is_child, record_of_facts
from app.imports.rows.lists import Lists

__all__ = ["CheckedRow", "Lists", "RowChecker", "RowFacts", "digest_of", "is_child", "record_of_facts"]
