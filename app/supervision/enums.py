"""The lists behind the numbers of the board."""

from __future__ import annotations

import enum


class WorkList(enum.StrEnum):
    """What waits for a supervisor's eye; each is one number of the board and one list."""

    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    SILENT = "silent"
    UNANSWERED = "unanswered"
    RETURNED = "returned"
