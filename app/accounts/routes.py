"""Pages of accounts: the door of the house, invitations, and the administrator's lists."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__, template_folder="templates")
