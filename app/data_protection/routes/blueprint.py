"""The door of data protection."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("data_protection", __name__, template_folder="../templates")
