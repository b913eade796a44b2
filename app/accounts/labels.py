"""The words for roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import Role

ROLE_LABELS = {
    Role.CASEWORKER: _l("Caseworker"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.REPORTING_OFFICER: _l("Reporting officer"),
    Role.DATA_PROTECTION: _l("Data-protection focal point"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
