"""The vocabularies of the directory."""

from __future__ import annotations

import enum


class Language(enum.StrEnum):
    """Languages of the interface, by ISO 639-1."""

    SPANISH = "es"
    ENGLISH = "en"
    PORTUGUESE = "pt"


class Opening(enum.StrEnum):
    """Whether a service takes referrals at present, as the list can be narrowed."""

    ACCEPTING = "accepting"
    FULL = "full"
