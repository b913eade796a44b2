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
    """Approved, but work with the person was open, or a hold stood, when the job came: it has to be asked for again."""
    DONE = "done"


class RetentionKind(enum.StrEnum):
    """What the schedule erases by itself."""

    PERSON_FILE = "person_file"
    """The file of somebody whose cases, and those of everybody they live with, are closed."""
    PERSON_WITHOUT_CASE = "person_without_case"
    """The file of somebody who never had a case, nor had anybody they live with."""
    CASE_WORDS = "case_words"
    """Goal, answers, notes and attached files of a closed case; its coded facts stay."""
    RESTRICTED_WORDS = "restricted_words"
    """The same of a restricted case."""


WHOLE_FILES = frozenset({RetentionKind.PERSON_FILE, RetentionKind.PERSON_WITHOUT_CASE})


class HoldReason(enum.StrEnum):
    """Why a file is kept for now. No free words: the row outlives the file."""

    COMPLAINT = "complaint"
    COURT = "court"
    INQUIRY = "inquiry"
    ASKED = "asked"


class HeldFormat(enum.StrEnum):
    """As what the person takes their data along: to read, or to hand to another system."""

    SHORT = "short"
    """A PDF to read at home: without what is empty, and without what others should not read over a shoulder."""
    PDF = "pdf"
    JSON = "json"
