"""One thing that speaks for or against two registrations being one person."""

from __future__ import annotations

import enum
from typing import NamedTuple


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
    """The same but for a slip of the hand, another spelling, a word left out, or words in another order."""
    PARTLY = "partly"
    """Some of it agrees; somebody else may have that in common too."""
    DIFFERENT = "different"


class Evidence(NamedTuple):
    """``bits``: +1 makes it twice as likely that both are one person."""

    feature: Feature
    outcome: Outcome
    bits: float
