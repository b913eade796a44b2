"""The vocabularies of casework. Risk levels and closure reasons follow Primero's words where it has them."""

from __future__ import annotations

import enum

from app.catalogue.enums import CaseKind

__all__ = [
    "CaseKind",
    "CaseStatus",
    "ClosureReason",
    "FollowUpKind",
    "FollowUpOutcome",
    "Modality",
    "RiskLevel",
    "Unit",
]
"""``CaseKind`` is the catalogue's: services and indicators belong to kinds of case too."""


class CaseStatus(enum.StrEnum):
    """Where a case stands. ``lifecycle.py`` holds the steps between."""

    OPEN = "open"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class RiskLevel(enum.StrEnum):
    """How urgent the person's situation is (Primero: high, medium, low)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ClosureReason(enum.StrEnum):
    """Why a case ended (catalogue ``casework``: Primero and editorial)."""

    GOAL_MET = "goal_met"
    MOVED_ON = "moved_on"
    NO_CONTACT = "no_contact"
    WITHDREW = "withdrew"
    TRANSFERRED = "transferred"
    NOT_ELIGIBLE = "not_eligible"
    DIED = "died"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Unit(enum.StrEnum):
    """What the quantity of a service counts."""

    SERVICE = "service"
    PERSON = "person"
    KIT = "kit"
    NIGHT = "night"
    DAY = "day"
    DOCUMENT = "document"
    SESSION = "session"
    TRIP = "trip"


class Modality(enum.StrEnum):
    """How aid was handed over (R4V 5W: in kind, cash or voucher, or a service)."""

    SERVICE = "service"
    IN_KIND = "in_kind"
    CASH = "cash"
    VOUCHER = "voucher"


class FollowUpKind(enum.StrEnum):
    """The form of a planned contact."""

    CALL = "call"
    MESSAGE = "message"
    VISIT = "visit"
    APPOINTMENT = "appointment"


class FollowUpOutcome(enum.StrEnum):
    """How a planned contact went."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    POSTPONED = "postponed"
    NOT_NEEDED = "not_needed"
