"""Values of a person's fields as the trail of corrections keeps them: codes and words in text, sealed there."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from app.foundation.partial_date import PartialDate
from app.people.enums import GenderIdentity, PopulationType, Sex

CODES: Mapping[str, type[enum.StrEnum]] = {
    "sex": Sex,
    "gender_identity": GenderIdentity,
    "population_type": PopulationType,
}


def text_of(value: Any) -> str | None:
    """A field of ``NewPerson`` as it is kept; None where nothing was known."""
    if value is None or value == ():
        return None
    if isinstance(value, PartialDate):
        return value.isoformat()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def value_of(field: str, text: str | None) -> Any:
    """The field again from what ``text_of`` made of it."""
    if text is None:
        return None
    if field in CODES:
        return CODES[field](text)
    if field == "birth":
        return PartialDate(*(int(part) for part in text.split("-")))
    return tuple(text.split(",")) if field == "nationalities" else text
