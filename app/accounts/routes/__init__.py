"""Pages of accounts: the door of the house, invitations, the administrator's lists, the trail, and one's own account."""

from app.accounts.routes import (
    accounts,
    alerts,
    audit_trail,
    invitations,
    offices,
    own_account,
    own_second_factor,
    sessions,
    sign_in_steps,
)
from app.accounts.routes.blueprint import bp

__all__ = [
    "accounts",
    "alerts",
    "audit_trail",
    "bp",
    "invitations",
    "offices",
    "own_account",
    "own_second_factor",
    "sessions",
    "sign_in_steps",
]
