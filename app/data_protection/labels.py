"""The words for the vocabularies of the room."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Role
from app.data_protection.enums import ErasureReason, ErasureState, HoldReason, RetentionKind
from app.foundation.columns import Privacy

REASON_LABELS = {
    ErasureReason.ASKED: _l("The person asked for it"),
    ErasureReason.MISTAKE: _l("The file was made by mistake"),
    ErasureReason.NO_LONGER_NEEDED: _l("It is no longer needed"),
}

STATE_LABELS = {
    ErasureState.REQUESTED: _l("Waits for a decision"),
    ErasureState.APPROVED: _l("Approved, about to be done"),
    ErasureState.REFUSED: _l("File kept"),
    ErasureState.STOPPED: _l("Stopped: the file is in use or on hold"),
    ErasureState.DONE: _l("Erased"),
}

READER_LABELS = {
    Role.CASEWORKER: _l("Caseworkers"),
    Role.SUPERVISOR: _l("Supervisors"),
}
"""Who opens files, as the person reads it: roles, never colleagues' names."""

KIND_LABELS = {
    RetentionKind.PERSON_FILE: _l("Files of people whose work is over, with all their cases"),
    RetentionKind.PERSON_WITHOUT_CASE: _l("Files of people who never had a case"),
    RetentionKind.CASE_WORDS: _l("Words and attached files of closed cases"),
    RetentionKind.RESTRICTED_WORDS: _l("Words and attached files of closed restricted cases"),
}
"""What the schedule erases, by kind."""

HOLD_LABELS = {
    HoldReason.COMPLAINT: _l("A complaint is open"),
    HoldReason.COURT: _l("A court or an authority asks to keep it"),
    HoldReason.INQUIRY: _l("An internal inquiry needs it"),
    HoldReason.ASKED: _l("The person asks to keep it, as proof"),
}

SENSITIVITY_LABELS: dict[Privacy, Any] = {
    Privacy.IDENTITY: _l("Who the person is"),
    Privacy.NARRATIVE: _l("What the person told"),
    Privacy.RESTRICTED: _l("What only few may know"),
}
"""The field class of what a retention period is about, in words."""
