"""The vocabularies of referrals: priority windows follow the inter-agency referral form (24 h, 72 h, two weeks)."""

from __future__ import annotations

import enum


class Priority(enum.StrEnum):
    """How soon the service is needed; decides the window to answer."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"


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


class MailState(enum.StrEnum):
    """One mail's fate. ``attempted`` stays when the process died in between: then nobody knows, and a person is asked."""

    ATTEMPTED = "attempted"
    DELIVERED = "delivered"
    FAILED = "failed"
