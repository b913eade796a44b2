"""The vocabularies of referrals: priority windows follow the inter-agency referral form (24 h, 72 h, two weeks)."""

from __future__ import annotations

import enum


class Priority(enum.StrEnum):
    """How soon the service is needed; decides the window to answer."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


PRESSING = frozenset({Priority.EMERGENCY, Priority.URGENT})
"""What a partner has to notice before anything else."""


class ReferralStatus(enum.StrEnum):
    """Where a referral stands; ``lifecycle.py`` holds the steps and who waits for whom."""

    DRAFT = "draft"
    SENT = "sent"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COMPLETED = "completed"
    REVOKED = "revoked"
    EXPIRED = "expired"


class DeclineReason(enum.StrEnum):
    """Why a partner cannot take a referral."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_AREA = "out_of_area"
    WRONG_CONTACT = "wrong_contact"
    MISSING_DOCUMENTS = "missing_documents"
    UNSAFE = "unsafe"
    DUPLICATE = "duplicate"
    OTHER = "other"


class SharedField(enum.StrEnum):
    """What of a person a partner may be shown; the caseworker ticks each. A phone never travels without how to use it safely."""

    GIVEN_NAMES = "given_names"
    SURNAMES = "surnames"
    AGE = "age"
    NATIONALITY = "nationality"
    CONTACT = "contact"


class MailState(enum.StrEnum):
    """One mail's fate. ``attempted`` stays when the process died in between: then nobody knows, and a person is asked."""

    WAITING = "waiting"
    ATTEMPTED = "attempted"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class MailKind(enum.StrEnum):
    """What a mail to a partner is for."""

    REQUEST = "request"
    ENDED = "ended"


class Shown(enum.StrEnum):
    """The parts of the list of an office's referrals."""

    WAITING = "waiting"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    DRAFTS = "drafts"
    REVOKED = "revoked"
