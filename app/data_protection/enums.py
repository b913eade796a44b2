"""The vocabularies of the room."""

from __future__ import annotations

import enum


class ErasureReason(enum.StrEnum):
    """Why a file goes (GDPR article 17(1) a, b and d, as IOM's and UNHCR's data-protection policies have them too)."""

    ASKED = "asked"
    """The person asked for it, or withdrew the consent that the file stands on."""
    MISTAKE = "mistake"
    """It should never have been made."""
    NO_LONGER_NEEDED = "no_longer_needed"


class ErasureState(enum.StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    STOPPED = "stopped"
    """Approved, but work with the person was open when the job came: somebody has to end it and ask again."""
    DONE = "done"


class HeldFormat(enum.StrEnum):
    """As what the person takes their data along: to read, or to hand to another system."""

    PDF = "pdf"
    JSON = "json"
