"""Which role does what, and in which state: the tables of the design."""

from __future__ import annotations

from collections.abc import Mapping

CASEWORKER = "caseworker"
SUPERVISOR = "supervisor"
REPORTING_OFFICER = "reporting_officer"
DATA_PROTECTION = "data_protection"
ADMINISTRATOR = "administrator"

WORK_WITH_FILES = frozenset({CASEWORKER, SUPERVISOR})
"""The only roles that open files. Whoever makes accounts, reports or reviews reads none."""
SUPERVISE = frozenset({SUPERVISOR})
READ_REPORTS = frozenset({SUPERVISOR, REPORTING_OFFICER, DATA_PROTECTION})
REVIEW_EMERGENCIES = frozenset({SUPERVISOR, DATA_PROTECTION})
READ_EMERGENCIES = WORK_WITH_FILES | REVIEW_EMERGENCIES
DECIDE_ERASURES = frozenset({DATA_PROTECTION})
READ_THE_TRAIL = frozenset({DATA_PROTECTION})

OPEN, ON_HOLD, CLOSED = "open", "on_hold", "closed"
ANY_STATE = frozenset({OPEN, ON_HOLD, CLOSED})
AT_WORK = frozenset({OPEN, ON_HOLD})

STEPS_IN_A_CASE: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "add_note": (WORK_WITH_FILES, ANY_STATE),
    "deliver_service": (WORK_WITH_FILES, ANY_STATE),
    "plan_follow_up": (WORK_WITH_FILES, AT_WORK),
    "complete_follow_up": (WORK_WITH_FILES, AT_WORK),
    "take": (WORK_WITH_FILES, AT_WORK),
    "assign": (SUPERVISE, AT_WORK),
    "move_to_team": (SUPERVISE, ANY_STATE),
    "hold": (WORK_WITH_FILES, frozenset({OPEN})),
    "resume": (WORK_WITH_FILES, frozenset({ON_HOLD})),
    "close": (WORK_WITH_FILES, AT_WORK),
    "reopen": (SUPERVISE, frozenset({CLOSED})),
}
"""Step -> (roles, states of the case)."""

DRAFT, SENT, EXPIRED, ACCEPTED, DECLINED, COMPLETED, REVOKED = (
    "draft", "sent", "expired", "accepted", "declined", "completed", "revoked",
)  # fmt: skip
AWAITED = frozenset({SENT, EXPIRED})
"""The partner has not answered; after the window too an answer is welcome."""
WITH_PARTNER = AWAITED | {ACCEPTED}
ANSWERED = frozenset({ACCEPTED, DECLINED, COMPLETED})
ANSWERS_OF_PARTNERS: Mapping[str, tuple[frozenset[str], str]] = {
    "accept": (AWAITED, ACCEPTED),
    "decline": (WITH_PARTNER, DECLINED),
    "complete": (WITH_PARTNER, COMPLETED),
}
"""Answer -> (states of the referral, the next)."""
NEEDS_THE_PERSON = WITH_PARTNER | {COMPLETED}
"""States in which a partner reads whom it is about. Who declined needs it no more."""

GIVEN_NAMES, SURNAMES, AGE, NATIONALITY, CONTACT = "given_names", "surnames", "age", "nationality", "contact"
SHAREABLE = (GIVEN_NAMES, SURNAMES, AGE, NATIONALITY, CONTACT)
"""What of a person a partner may be shown at all."""
CODE, REQUEST = "code", "request"

PUBLIC, CASE_FACT, IDENTITY, NARRATIVE, RESTRICTED = "P0", "P1", "P2", "P3", "P4"
CLASSES = (PUBLIC, CASE_FACT, IDENTITY, NARRATIVE, RESTRICTED)
