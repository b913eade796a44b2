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


class BuildStep(enum.StrEnum):
    """What the making of a report does, in order; the progress page names the one under way."""

    PEOPLE = "people"
    ACTION_POINTS = "action_points"
    INDICATORS = "indicators"
    SERVICES = "services"
    CASELOAD = "caseload"
    PDF = "pdf"
    XLSX = "xlsx"


class AgeBand(enum.StrEnum):
    """Age in years at the first service of the period, in the usual UNHCR cohorts."""

    UNDER_5 = "0-4"
    FROM_5_TO_11 = "5-11"
    FROM_12_TO_17 = "12-17"
    FROM_18_TO_59 = "18-59"
    FROM_60 = "60+"
    UNKNOWN = "unknown"


class AgeGroup(enum.StrEnum):
    """The two groups of R4V's templates. An age may be surely of age and yet of no sure band (58 to 60)."""

    UNDER_18 = "under_18"
    FROM_18 = "18_and_over"
    UNKNOWN = "unknown"


class Counted(enum.StrEnum):
    """What one unit of a measured figure is."""

    PEOPLE = "people"
    CASES = "cases"
    REFERRALS = "referrals"
    SERVICES = "services"
    KITS = "kits"
    DOCUMENTS = "documents"


class NotCounted(enum.StrEnum):
    """Why an indicator has no figure in a report; a false figure would be worse than none."""

    RESULT_NOT_RECORDED = "result_not_recorded"
    """It asks for a result (a permit obtained), and a service given is not yet its result."""
    NOT_TOLD_APART = "not_told_apart"
    """The service recorded feeds several indicators of one kind, and the record does not say which."""
    UNIT_NOT_RECORDED = "unit_not_recorded"
    """It counts something that deliveries are not recorded in, such as doses."""
    NOT_CASEWORK = "not_casework"
    """It is fed by records other than cases, or no service of the catalogue is linked to it."""
