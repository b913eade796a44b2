"""The making of a report as a table."""

from __future__ import annotations

from app.foundation.lifecycle import Lifecycle, Transition
from app.reporting.enums import ReportStatus

STAFF = ("reporting_officer",)
SYSTEM = ("system",)

REPORT = Lifecycle(
    "donor_report",
    ReportStatus,
    (
        Transition("request", (None,), ReportStatus.REQUESTED, STAFF + SYSTEM),
        # A killed worker leaves the report in counting: the next one begins again from what is kept.
        Transition("begin", (ReportStatus.REQUESTED, ReportStatus.COUNTING), ReportStatus.COUNTING, SYSTEM, "the cut-off is set"),
        Transition("finish", (ReportStatus.COUNTING,), ReportStatus.READY, SYSTEM),
        Transition("fail", (ReportStatus.REQUESTED, ReportStatus.COUNTING), ReportStatus.FAILED, SYSTEM),
        Transition("retry", (ReportStatus.FAILED, ReportStatus.REQUESTED, ReportStatus.COUNTING), ReportStatus.REQUESTED, STAFF),
    ),
)
