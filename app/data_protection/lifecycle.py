"""The life of a request to erase a person, as a table."""

from __future__ import annotations

from app.data_protection.enums import ErasureState
from app.foundation.lifecycle import Lifecycle, Transition

ERASURE = Lifecycle(
    "erasure_request",
    ErasureState,
    (
        Transition("request", (None,), ErasureState.REQUESTED, ("caseworker", "supervisor")),
        Transition("approve", (ErasureState.REQUESTED,), ErasureState.APPROVED, ("data_protection",)),
        Transition("refuse", (ErasureState.REQUESTED,), ErasureState.REFUSED, ("data_protection",)),
        Transition("stop", (ErasureState.APPROVED,), ErasureState.STOPPED, ("system",)),
        Transition("carry out", (ErasureState.APPROVED,), ErasureState.DONE, ("system",)),
    ),
)
