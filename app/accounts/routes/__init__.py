"""Pages of accounts: the door of the house, invitations, the administrator's lists, the trail, and one's own account."""

from app.accounts.routes import (
    access_review,
    accounts,
    alerts,
    audit_trail,
    covers,
    drafts,
    invitations,
    offices,
    own_account,
    own_second_factor,
    sessions,
    sign_in_steps,
    teams,
)
from app.accounts.routes.blueprint import bp

__all__ = [
    "access_review",
    "accounts",
    "alerts",
    "audit_trail",
    "bp",
    "covers",
    "drafts",
    "invitations",
    "offices",
    "own_account",
    "own_second_factor",
    "sessions",
    "sign_in_steps",
    "teams",
]
