"""Values of a person's fields as the trail of corrections keeps them: codes and words in text, sealed there."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.foundation.partial_date import PartialDate
from app.people.enums import (
    ContactChannel,
    DeathSource,
    DocumentState,
    EthnicGroup,
    GenderIdentity,
    InterpreterNeed,
    ObstacleToDocument,
    PopulationType,
    Sex,
    WayOfEntry,
)

CODES: Mapping[str, type[enum.StrEnum]] = {
    "sex": Sex,
    "gender_identity": GenderIdentity,
    "population_type": PopulationType,
    "ethnic_group": EthnicGroup,
    "interpreter_need": InterpreterNeed,
    "contact_channel": ContactChannel,
    "entry": WayOfEntry,
    "death_known_by": DeathSource,
    "document_state": DocumentState,
    "document_obstacle": ObstacleToDocument,
}
DATES = frozenset({"birth", "arrival", "died", "stay_valid_from", "stay_valid_until"})
DAYS = frozenset({"document_issued_on", "document_expires_on", "situation_since_on"})
SEPARATORS: Mapping[str, str] = {"nationalities": ",", "languages": ",", "other_names": "\n"}
"""Fields that are lists; names may hold commas."""
YES = "yes"


def text_of(field: str, value: Any) -> str | None:
    """A field of ``NewPerson``, or of a row of the file (``document_number``, ``stay_valid_from``), as kept; None for nothing."""
    if value is None or value is False or value == ():
        return None
    if value is True:
        return YES
    if isinstance(value, PartialDate):
        return value.isoformat()
    return SEPARATORS[field].join(value) if field in SEPARATORS else str(value)


def value_of(field: str, text: str | None) -> Any:
    """The field again from what ``text_of`` made of it."""
    if text is None:
        return None
    if field in CODES:
        return CODES[field](text)
    if field in DATES:
        return PartialDate(*(int(part) for part in text.split("-")))
    if field in DAYS:
        return date.fromisoformat(text)
    if field == "leave_no_message":
        return text == YES
    return tuple(text.split(SEPARATORS[field])) if field in SEPARATORS else text
