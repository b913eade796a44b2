"""The template: one sheet to fill in, one that explains each column, one with the answers of each list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from app.foundation.actor import Actor
from app.imports import tables
from app.imports.columns import COLUMNS
from app.imports.enums import TableFormat
from app.people.labels import GENDER_LABELS, POPULATION_LABELS, SEX_LABELS
from app.people.queries import area_groups, document_codes, nationality_groups

ROWS_WITH_LISTS = 5_000
EXAMPLE = {
    "id": "1", "given_names": "María José", "surname_1": "Briceño", "surname_2": "Rojas", "birth_date": "17/04/1990",
    "nationality": "VEN", "document_type": "VE-CI", "document_number": "12345678", "phone": "0414 1234567",
}  # fmt: skip
"""Invented; on the sheet that explains, never on the one that is brought back."""


def template_file(actor: Actor, table_format: TableFormat, locale: str) -> bytes:
    heading = [str(column.label) for column in COLUMNS]
    if table_format is TableFormat.CSV:
        return tables.write_csv(heading, [])
    return _workbook(heading, _answers(actor, locale))


def _workbook(heading: Sequence[str], answers: dict[str, list[tuple[str, str]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**tables.workbook_options(), "constant_memory": False}) as workbook:
        people = tables.write_sheet(workbook, _("People"), heading, [])
        explained = [[str(column.label), str(column.hint), EXAMPLE.get(column.code, "")] for column in COLUMNS]
        tables.write_sheet(
            workbook, _("How to fill it in"), [_("Column of the sheet"), _("What to write"), _("Example")], explained
        )
        lists = _("Answers")
        _write_lists(workbook, lists, answers)
        _offer_lists(people, lists, answers)
    return out.getvalue()


def _write_lists(workbook: Any, name: str, answers: dict[str, list[tuple[str, str]]]) -> None:
    named = {column.code: str(column.label) for column in COLUMNS}
    depth = max(len(choices) for choices in answers.values())
    # None of its headings may be one of people: this sheet comes back beside the filled one.
    heads = [
        words
        for code in answers
        for words in (_("Answer: %(column)s", column=named[code]), _("Code: %(column)s", column=named[code]))
    ]
    rows = [
        [cell for choices in answers.values() for cell in ((choices[at][1], choices[at][0]) if at < len(choices) else ("", ""))]
        for at in range(depth)
    ]
    tables.write_sheet(workbook, name, heads, rows)


def _offer_lists(people: Any, name: str, answers: dict[str, list[tuple[str, str]]]) -> None:
    """A list to choose from in each cell; what is typed instead is checked when the file is brought."""
    places = [column.code for column in COLUMNS]
    for at, (code, choices) in enumerate(answers.items()):
        letter = _letter(2 * at)
        source = f"='{name}'!${letter}$2:${letter}${len(choices) + 1}"
        options = {"validate": "list", "source": source, "error_type": "information", "show_error": False}
        column = places.index(code)
        people.data_validation(1, column, ROWS_WITH_LISTS, column, options)


def _letter(at: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))


def _answers(actor: Actor, locale: str) -> dict[str, list[tuple[str, str]]]:
    """Pairs of code and words by column."""
    often, others = nationality_groups(locale)
    nationalities = [*often, *others]
    return {
        "sex": _of(SEX_LABELS),
        "nationality": nationalities,
        "other_nationality": nationalities,
        "gender_identity": _of(GENDER_LABELS),
        "population_type": _of(POPULATION_LABELS),
        "document_type": document_codes(actor, locale),
        "area_code": [choice for _country, choices in area_groups(actor, locale) for choice in choices],
    }


def _of(labels: Any) -> list[tuple[str, str]]:
    return [(member.value, str(words)) for member, words in labels.items()]
