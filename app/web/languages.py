"""Which language a page speaks: the reader's choice, their account's, else Spanish."""

from __future__ import annotations

from pathlib import Path

from flask import has_request_context, request, session
from flask_login import current_user

LANGUAGES = {"es": "Español", "en": "English", "pt": "Português"}
DEFAULT = "es"


def choose_locale() -> str:
    if not has_request_context():
        return DEFAULT
    chosen = session.get("locale")
    if chosen in LANGUAGES:
        return str(chosen)
    if not getattr(session, "is_readable", True):
        return request.accept_languages.best_match(LANGUAGES) or DEFAULT  # the database that knows the choice is away
    account = getattr(current_user, "locale", None)
    return account if account in LANGUAGES else DEFAULT


def translation_folders() -> str:
    """Every room keeps its own catalogue; Babel merges them."""
    rooms = Path(__file__).resolve().parent.parent
    return ";".join(str(folder) for folder in sorted(rooms.glob("*/translations")))
