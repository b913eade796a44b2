"""The life of a case as a table."""

from __future__ import annotations

from app.cases.enums import CaseStatus
from app.foundation.lifecycle import Lifecycle, Transition

STAFF = ("caseworker", "supervisor")

CASE = Lifecycle(
    "case",
    CaseStatus,
    (
        Transition("open", (None,), CaseStatus.OPEN, STAFF),
        Transition("hold", (CaseStatus.OPEN,), CaseStatus.ON_HOLD, STAFF, "follow-ups wait, with a reason"),
        Transition("resume", (CaseStatus.ON_HOLD,), CaseStatus.OPEN, STAFF, "follow-ups run again"),
        Transition("close", (CaseStatus.OPEN, CaseStatus.ON_HOLD), CaseStatus.CLOSED, STAFF, "all clocks stop"),
        Transition("reopen", (CaseStatus.CLOSED,), CaseStatus.OPEN, ("supervisor",), "the closure stays in the history"),
    ),
)
