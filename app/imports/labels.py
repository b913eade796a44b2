"""The words for the vocabularies of this room."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.imports.enums import Fault, ImportStatus, RowFault, RowOutcome, TableFormat

STATUS_LABELS: dict[ImportStatus, Any] = {
    ImportStatus.UPLOADED: _l("Waits for its turn"),
    ImportStatus.READING: _l("Being read"),
    ImportStatus.CHECKING: _l("Being checked"),
    ImportStatus.TO_REVIEW: _l("Waits for your review"),
    ImportStatus.IMPORTING: _l("Being entered"),
    ImportStatus.FINISHED: _l("Finished"),
    ImportStatus.FAILED: _l("Could not be read"),
    ImportStatus.DISCARDED: _l("Discarded"),
    ImportStatus.EXPIRED: _l("Thrown away, nobody confirmed it"),
}

FORMAT_LABELS: dict[TableFormat, Any] = {TableFormat.XLSX: _l("Spreadsheet XLSX"), TableFormat.CSV: _l("Text table CSV")}

FAULT_SENTENCES: dict[Fault, Any] = {
    Fault.EMPTY: _l("The file is empty. Choose the file with the people."),
    Fault.NO_ROWS: _l("The file has headings but nobody under them. Write one row for each person."),
    Fault.NOT_A_TABLE: _l("This is no table of text. Save it again as a spreadsheet (XLSX) or as CSV in UTF-8."),
    Fault.ENCRYPTED: _l("The spreadsheet has a password, or is in the old format XLS. Save it as XLSX without a password."),
    Fault.DAMAGED: _l("The spreadsheet is damaged. Open it, save it again as XLSX and bring that file."),
    Fault.UNPACKS_TOO_LARGE: _l("The spreadsheet unpacks to more than can be read. Copy only the people into the template."),
    Fault.TOO_MANY_ROWS: _l("The file has more rows than a spreadsheet can have. Split it into several files."),
    Fault.TOO_MANY_COLUMNS: _l("A row has more than 60 columns. Copy only the columns of the template."),
    Fault.CELL_TOO_LONG: _l(
        "A cell holds more than 4,000 characters. Shorten it, or look for a quotation mark that is never closed."
    ),
    Fault.OPEN_QUOTE: _l("A quotation mark is opened and not closed, so that rows run together. Close it or remove it."),
    Fault.NO_COLUMNS: _l("The first line does not name the columns. Copy the headings of the template into the first line."),
    Fault.TWO_SHEETS: _l("More than one sheet holds people. Bring one sheet at a time, each in a file of its own."),
    Fault.MERGED_CELLS: _l(
        "The sheet has merged cells, of which only the first holds a value. Unmerge them and fill in every row."
    ),
    Fault.COLUMN_TWICE: _l("Two columns are for the same thing. Keep one of them."),
    Fault.COLUMNS_UNKNOWN: _l(
        "These columns are not known, and nothing is left out in silence. Rename them as in the template, or remove them."
    ),
    Fault.NO_NAME_COLUMN: _l("There is no column for given names or surnames. Name it as in the template."),
    Fault.TOO_COSTLY: _l("Reading this file takes too long. Copy only the people into the template and bring that file."),
    Fault.STOPPED: _l(
        "The work on this file stopped on our side. Bring the file again; if it stops again, tell your administrator."
    ),
}

ROW_FAULT_SENTENCES: dict[RowFault, Any] = {
    RowFault.MISSING: _l("Write this; “unknown” is an answer too"),
    RowFault.NO_NAME: _l("Write at least one name or surname"),
    RowFault.TOO_LONG: _l("Shorten this"),
    RowFault.NOT_IN_LIST: _l("Write one of the answers of the list, or its code"),
    RowFault.NO_SUCH_DAY: _l("This day does not exist, such as 31/02. Correct it, or write only month and year"),
    RowFault.NOT_A_DATE: _l("Write a date as 17/04/1990, 04/1990 or 1990"),
    RowFault.IN_FUTURE: _l("The birth date cannot be later than today"),
    RowFault.TOO_LONG_AGO: _l("The birth date is more than 120 years ago. Check the year"),
    RowFault.NOT_AN_AGE: _l("Write an age between 0 and 120 years; of a baby with its unit: 3 months"),
    RowFault.BIRTH_AND_AGE: _l("The age does not fit the birth date. Keep the one that is right"),
    RowFault.DOCUMENT_WITHOUT_TYPE: _l("Write which document the number is of"),
    RowFault.BEYOND_COLUMNS: _l("Something stands beyond the last heading. Move it into its column or remove it"),
    RowFault.FORMULA: _l("Write the value itself, not a formula"),
}

OUTCOME_LABELS: dict[RowOutcome, Any] = {
    RowOutcome.ERROR: _l("With an error"),
    RowOutcome.CERTAIN: _l("The same person"),
    RowOutcome.POSSIBLE: _l("Perhaps the same person"),
    RowOutcome.REPEATED: _l("The same row as before"),
}
