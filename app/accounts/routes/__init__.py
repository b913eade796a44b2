"""Pages of accounts: the door of the house, invitations, the administrator's lists, the trail, and one's own account."""

from app.accounts.routes import accounts, audit_trail, invitations, offices, own_account, sessions
from app.accounts.routes.blueprint import bp

__all__ = ["accounts", "audit_trail", "bp", "invitations", "offices", "own_account", "sessions"]
