"""The life of a referral as a table."""

from __future__ import annotations

from app.foundation.lifecycle import Lifecycle, Transition
from app.referrals.enums import ReferralStatus as S

WITH_PARTNER = (S.SENT, S.VIEWED, S.EXPIRED)
"""States in which an answer is awaited; a late answer after the window is still welcome."""

REFERRAL = Lifecycle(
    "referral",
    S,
    (
        Transition("draft", (None,), S.DRAFT, ("caseworker",)),
        Transition("send", (S.DRAFT,), S.SENT, ("caseworker",), "the window to answer starts"),
        Transition("view", (S.SENT,), S.VIEWED, ("partner link",)),
        Transition("accept", WITH_PARTNER, S.ACCEPTED, ("partner link",), "the window to answer stops"),
        Transition("decline", (*WITH_PARTNER, S.ACCEPTED), S.DECLINED, ("partner link",), "the window to answer stops"),
        Transition("complete", (*WITH_PARTNER, S.ACCEPTED), S.COMPLETED, ("partner link", "caseworker")),
        Transition("expire", (S.SENT, S.VIEWED), S.EXPIRED, ("system",), "the window to answer has passed"),
        Transition(
            "revoke", (S.DRAFT, *WITH_PARTNER, S.ACCEPTED), S.REVOKED, ("caseworker", "system"), "the partner's link closes"
        ),
    ),
)

OPEN_STATES = frozenset({S.DRAFT, *WITH_PARTNER, S.ACCEPTED})
"""A referral in one of these keeps its case from closing."""
