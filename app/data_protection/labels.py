"""The words for the vocabularies of the room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Role
from app.data_protection.enums import ErasureReason, ErasureState

REASON_LABELS = {
    ErasureReason.ASKED: _l("The person asked for it"),
    ErasureReason.MISTAKE: _l("The file was made by mistake"),
    ErasureReason.NO_LONGER_NEEDED: _l("It is no longer needed"),
}

STATE_LABELS = {
    ErasureState.REQUESTED: _l("Waits for a decision"),
    ErasureState.APPROVED: _l("Approved, about to be done"),
    ErasureState.REFUSED: _l("File kept"),
    ErasureState.STOPPED: _l("Stopped: work is still open"),
    ErasureState.DONE: _l("Erased"),
}

READER_LABELS = {
    Role.CASEWORKER: _l("Caseworkers"),
    Role.SUPERVISOR: _l("Supervisors"),
}
"""Who opens files, as the person reads it: roles, never colleagues' names."""
