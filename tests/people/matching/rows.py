"""Rows as ``./quipu people match`` reads them."""

from __future__ import annotations

from app.people.matching import Comparison, Frequencies, Record, read_record, weigh

EMPTY = dict.fromkeys(
    ("given_names", "surname_1", "surname_2", "sex", "birth_date", "nationality", "document_number", "phone", "place"), ""
)
ROSA = {
    "given_names": "Rosa Elena", "surname_1": "Briceño", "surname_2": "Zambrano", "sex": "female", "birth_date": "1992-04-17",
    "nationality": "VEN", "document_number": "V-18.345.678", "phone": "+57 300 123 4567", "place": "CO-NSA Cúcuta La Libertad",
}  # fmt: skip
COUNTRY = 100_000
"""People among whom somebody is looked for."""


def record(**fields: str) -> Record:
    """Of these fields alone."""
    return read_record({**EMPTY, **fields})


def rosa(**changed: str) -> Record:
    """Rosa as she was registered, but for what is named."""
    return read_record({**ROSA, **changed})


def compared(one: Record, other: Record) -> Comparison:
    return weigh(one, other, frequencies=Frequencies(), among=COUNTRY)
