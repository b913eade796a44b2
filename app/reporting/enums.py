"""The vocabularies of reporting."""

from __future__ import annotations

import enum


class ReportStatus(enum.StrEnum):
    """How far a report is. ``lifecycle.py`` holds the steps."""

    REQUESTED = "requested"
    COUNTING = "counting"
    READY = "ready"
    FAILED = "failed"


class ReportFormat(enum.StrEnum):
    """The files a report is written as."""

    PDF = "pdf"
    XLSX = "xlsx"


class AgeBand(enum.StrEnum):
    """Age at the service (R4V reports under 18 / 18 and over; the finer bands are the usual UNHCR cohorts)."""

    UNDER_5 = "0-4"
    FROM_5_TO_11 = "5-11"
    FROM_12_TO_17 = "12-17"
    FROM_18_TO_59 = "18-59"
    FROM_60 = "60+"
    UNKNOWN = "unknown"
