"""The blueprint that all pages of the room hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__, template_folder="../templates")
