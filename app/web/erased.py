"""Sealed values as a reader sees them, also after their key was destroyed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.foundation.encryption import is_erased


def shown(record: Any, name: str) -> str | None:
    """A sealed value; "Erased" where something was written and can never be read again; None where nothing was."""
    value: str | None = getattr(record, name)
    return erased_words() if value is None and is_erased(record, name) else value


def erased_words() -> str:
    return str(_("Erased"))
