"""The words for roles, their reach, and the state of an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.enums import AccountState, Breadth
from app.accounts.permissions import Role
from app.web.page_parts import Tone

ROLE_LABELS = {
    Role.CASEWORKER: _l("Caseworker"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.REPORTING_OFFICER: _l("Reporting officer"),
    Role.DATA_PROTECTION: _l("Data-protection focal point"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

ROLE_HINTS = {
    Role.CASEWORKER: _l("Registers people and works on cases."),
    Role.SUPERVISOR: _l("The same, and sees the team's caseload and shares out its cases."),
    Role.REPORTING_OFFICER: _l("Makes donor reports, and keeps the catalogue and the directory. Opens no files."),
    Role.DATA_PROTECTION: _l("Reads who saw or changed what. Opens no files."),
    Role.ADMINISTRATOR: _l("Invites people and gives roles. Opens no files."),
}

BREADTH_LABELS = {
    Breadth.OFFICE: _l("Only that office"),
    Breadth.COUNTRY: _l("All offices of that country"),
    Breadth.OPERATION: _l("The whole operation"),
}

STATE_LABELS: dict[AccountState, tuple[object, Tone]] = {
    AccountState.ACTIVE: (_l("Can sign in"), "good"),
    AccountState.INVITED: (_l("Invited"), "waiting"),
    AccountState.DISABLED: (_l("Disabled"), "neutral"),
}
