"""The columns of a table of people: how each is called, and by which words its heading is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from rapidfuzz.distance import OSA

from app.people.labels import FIELD_LABELS
from app.people.names import PARTICLES, folded
from app.web.languages import LANGUAGES


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        code: its name in every language.
        hint: what to write in it.
        longest: characters of what may stand in it, as in the form.
        others: further headings by which it is known.
    """

    code: str
    label: Any
    hint: Any
    longest: int = 120
    others: tuple[str, ...] = ()


REFERENCE = "id"
NUMBERS = ("number", "número", "número del documento", "número do documento")
PHONES = ("phone", "teléfono", "telefone", "celular", "número de teléfono")
"""Further headings under which lists of operations keep a document's number, and a phone."""
COLUMNS: tuple[Column, ...] = (
    Column(REFERENCE, _l("Your own number"), _l("A number or mark of your own list, so that you find the row again"), 60),
    Column("given_names", FIELD_LABELS["given_names"], _l("At least one name or surname"), 80),
    Column("surname_1", FIELD_LABELS["surname_1"], _l("As the person says it"), 80, ("apellido 1",)),
    Column("surname_2", FIELD_LABELS["surname_2"], _l("May stay empty"), 80, ("apellido 2",)),
    Column("sex", FIELD_LABELS["sex"], _l("One of the list, or F or M")),
    Column("birth_date", FIELD_LABELS["birth"], _l("17/04/1990, 04/1990 or 1990"), 40),
    Column(
        "stated_age",
        _l("Age in years"),
        _l("Only where the birth date is not known; of a baby with its unit: 3 months"),
        20,
        ("age", "edad", "idade"),
    ),
    Column("nationality", FIELD_LABELS["nationalities"], _l("A country, or its three letters: VEN")),
    Column("other_nationality", _l("Second nationality"), _l("May stay empty")),
    Column("gender_identity", FIELD_LABELS["gender_identity"], _l("Only what the person said; may stay empty")),
    Column("population_type", FIELD_LABELS["population_type"], _l("One of the list")),
    Column("document_type", _l("Document"), _l("One of the list, or its code: VE-CI")),
    Column("document_number", _l("Document number"), _l("As it stands on the document; may stay empty"), 60, NUMBERS),
    Column("phone", FIELD_LABELS["phone"], _l("With its prefix where it is of another country"), 40, PHONES),
    Column("safe_contact", FIELD_LABELS["safe_contact"], _l("How and when contact is safe, in the person's words"), 160),
    Column("area_code", FIELD_LABELS["area_code"], _l("One of the list, or its code: CO-NSA")),
    Column("locality", FIELD_LABELS["locality"], _l("May stay empty"), 120, ("place", "lugar", "local")),
)
BY_CODE: Mapping[str, Column] = {column.code: column for column in COLUMNS}
NAMES = ("given_names", "surname_1", "surname_2")
REASON = "reason"
REASON_LABEL = _l("What to correct")
WITH_CODE = re.compile(r"(.{1,80}?)\s*\(([\w-]{1,20}-I-\d{4,9})\)", re.IGNORECASE)


@cache
def headings() -> Mapping[str, str]:
    """Every heading that is known, folded -> the code of its column; the reason of a corrected file is left aside."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            known |= {folded(str(column.label)): column.code for column in COLUMNS}
            known[folded(str(REASON_LABEL))] = ""
    for column in COLUMNS:
        known |= {folded(word): column.code for word in (column.code, *column.others)}
    return known | {folded(REASON): ""}


def columns_of(cells: Sequence[str]) -> list[str | None]:
    """The column for each heading of a file: empty for one that is not read, None for one that is not known."""
    return [headings().get(folded(_without_code(cell)), None if cell else "") for cell in cells]


def likely_column(heading: str) -> Column | None:
    """The column that a heading nobody knows may mean: each word of its name, but for particles, is there with at most a slip."""
    written = _own_words(heading)
    near = (code for words, code in headings().items() if code and _are_alike(written, _own_words(words)))
    return next((BY_CODE[code] for code in near), None)


def _own_words(heading: str) -> frozenset[str]:
    return frozenset(folded(heading).split()) - PARTICLES


def _are_alike(written: frozenset[str], known: frozenset[str]) -> bool:
    """By words, as headings share much: a day of death is no day of birth."""
    pairs = [(one, min(known, key=lambda word: OSA.distance(one, word))) for one in written] if known else []
    return (
        bool(pairs)
        and {word for _one, word in pairs} == known
        and all(OSA.distance(*pair) <= len(pair[1]) // 4 for pair in pairs)
    )


def reason_heading(code: str) -> str:
    """Over what to correct in the errors of an import: by its code the corrected file is known again."""
    return f"{REASON_LABEL} ({code})"


def corrected_code(cells: Sequence[str]) -> str | None:
    """The code of the import whose list of errors has these headings."""
    found = (WITH_CODE.fullmatch(cell) for cell in cells if _without_code(cell) != cell)
    return next((match[2].upper() for match in found if match), None)


def _without_code(cell: str) -> str:
    match = WITH_CODE.fullmatch(cell)
    return match[1] if match and headings().get(folded(match[1])) == "" else cell
