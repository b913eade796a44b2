"""The life of a consent as a table. Each step adds a row to the ledger; the latest row of a purpose is in force."""

from __future__ import annotations

from app.foundation.lifecycle import Lifecycle, Transition
from app.people.enums import ConsentDecision

ASKED_BY = ("caseworker", "supervisor")

CONSENT = Lifecycle(
    "consent",
    ConsentDecision,
    (
        Transition("give", (None, *ConsentDecision), ConsentDecision.GIVEN, ASKED_BY),
        Transition("refuse", (None, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN), ConsentDecision.REFUSED, ASKED_BY),
        Transition("withdraw", (ConsentDecision.GIVEN,), ConsentDecision.WITHDRAWN, ASKED_BY, "what depends on it stops at once"),
    ),
)

STEP_TO = {
    ConsentDecision.GIVEN: "give",
    ConsentDecision.REFUSED: "refuse",
    ConsentDecision.WITHDRAWN: "withdraw",
}
