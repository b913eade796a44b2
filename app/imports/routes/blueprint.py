"""The blueprint on which the pages of this room stand."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("imports", __name__, template_folder="../templates", url_prefix="/imports")
