"""The life of an import as a table."""

from __future__ import annotations

from app.foundation.lifecycle import Lifecycle, Transition
from app.imports.enums import ImportStatus

STAFF = ("supervisor",)
SYSTEM = ("system",)
KEPT_APART = (ImportStatus.UPLOADED, ImportStatus.READING, ImportStatus.CHECKING, ImportStatus.TO_REVIEW)
"""States in which nobody of the file is registered yet."""

IMPORT = Lifecycle(
    "people_import",
    ImportStatus,
    (
        Transition("upload", (None,), ImportStatus.UPLOADED, STAFF, "14 days until it is thrown away"),
        # A killed worker leaves it in reading: the next one begins the file again.
        Transition("read", (ImportStatus.UPLOADED, ImportStatus.READING), ImportStatus.READING, SYSTEM),
        Transition("check", (ImportStatus.READING,), ImportStatus.CHECKING, SYSTEM),
        Transition("offer", (ImportStatus.CHECKING,), ImportStatus.TO_REVIEW, SYSTEM),
        Transition("confirm", (ImportStatus.TO_REVIEW,), ImportStatus.IMPORTING, STAFF),
        Transition("finish", (ImportStatus.IMPORTING,), ImportStatus.FINISHED, SYSTEM, "its errors can be corrected for 14 days"),
        Transition("fail", (ImportStatus.UPLOADED, ImportStatus.READING, ImportStatus.CHECKING), ImportStatus.FAILED, SYSTEM),
        Transition("discard", KEPT_APART, ImportStatus.DISCARDED, STAFF),
        Transition("expire", KEPT_APART, ImportStatus.EXPIRED, SYSTEM),
    ),
)
