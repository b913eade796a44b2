"""One thing that speaks for or against two registrations being one person."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Feature(enum.StrEnum):
    """What was compared."""

    GIVEN_NAMES = "given_names"
    SURNAMES = "surnames"
    BIRTH = "birth"
    SEX = "sex"
    NATIONALITY = "nationality"
    DOCUMENT = "document"
    PHONE = "phone"
    PLACE = "place"
    RELATIVES = "relatives"
    """What relatives share weighs less where given name and birth tell two people apart."""


class Outcome(enum.StrEnum):
    """What came of it."""

    SAME = "same"
    SIMILAR = "similar"
    """Alike but for a slip, a missing word, or words in another order."""
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Evidence:
    """``bits``: +1 makes it twice as likely that both are one person."""

    feature: Feature
    outcome: Outcome
    bits: float
