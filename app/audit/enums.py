"""The vocabularies of alerts: this project's own."""

from __future__ import annotations

import enum


class AlertKind(enum.StrEnum):
    """What was unusual within an hour."""

    MANY_FILES = "many_files"
    """One person opened more different files than a day's work asks for."""
    REFUSED_SIGN_INS = "refused_sign_ins"
    """Somebody tried many passwords of one account."""
    REFUSED_RECORDS = "refused_records"
    """One person asked for many records that do not exist for them, as who guesses numbers does."""


class AlertOutcome(enum.StrEnum):
    """What the review found."""

    EXPLAINED = "explained"
    """Work explains it."""
    FOLLOWED_UP = "followed_up"
    """It does not, or not yet: something was done, which the words of the review name."""
