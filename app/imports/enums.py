"""The vocabularies of the room."""

from __future__ import annotations

import enum


class ImportStatus(enum.StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    READING = "reading"
    CHECKING = "checking"
    TO_REVIEW = "to_review"
    IMPORTING = "importing"
    FINISHED = "finished"
    FAILED = "failed"
    DISCARDED = "discarded"
    EXPIRED = "expired"


class TableFormat(enum.StrEnum):
    """In which form people come, and lists of them go."""

    XLSX = "xlsx"
    CSV = "csv"


class PieceKind(enum.StrEnum):
    """What a sealed piece holds."""

    ORIGINAL = "original"
    """Part of the file as it came."""
    ROWS = "rows"
    """Rows as they were written, with their numbers."""
    FACTS = "facts"
    """The rows that can be registered, as they would be."""


class Fault(enum.StrEnum):
    """Why a file cannot be read as people."""

    EMPTY = "empty"
    NO_ROWS = "no_rows"
    NOT_A_TABLE = "not_a_table"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    OPEN_QUOTE = "open_quote"
    NO_COLUMNS = "no_columns"
    TWO_SHEETS = "two_sheets"
    MERGED_CELLS = "merged_cells"
    COLUMN_TWICE = "column_twice"
    COLUMNS_UNKNOWN = "columns_unknown"
    NO_NAME_COLUMN = "no_name_column"
    TOO_COSTLY = "too_costly"
    STOPPED = "stopped"


class RowFault(enum.StrEnum):
    """What is wrong with a cell, or with a row as a whole."""

    MISSING = "missing"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    NOT_IN_LIST = "not_in_list"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    NOT_AN_AGE = "not_an_age"
    BIRTH_AND_AGE = "birth_and_age"
    DOCUMENT_WITHOUT_TYPE = "document_without_type"
    BEYOND_COLUMNS = "beyond_columns"
    FORMULA = "formula"


class RowOutcome(enum.StrEnum):
    """What was found about a row that is not simply ready."""

    ERROR = "error"
    CERTAIN = "certain"
    """The same person is registered, or stands in an earlier row, beyond doubt."""
    POSSIBLE = "possible"
    """Perhaps the same person."""
    REPEATED = "repeated"
    """The very same row was imported before."""


class Decision(enum.StrEnum):
    """What is done with a row that may be somebody known."""

    REGISTER = "register"
    LEAVE_OUT = "leave_out"
