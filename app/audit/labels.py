"""The audit words, ``noun:past``, in the reader's language. Rooms own their words; this is the one list of them all."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

ACTION_LABELS: dict[str, Any] = {
    "audit:read": _l("read this list"),
    "grant:ended": _l("ended a role"),
    "grant:given": _l("gave a role"),
    "invitation:mail_attempted": _l("tried to mail an invitation"),
    "invitation:mailed": _l("mailed an invitation"),
    "office:edited": _l("edited an office"),
    "office:opened": _l("opened an office"),
    "user:accepted_invitation": _l("accepted an invitation"),
    "user:disabled": _l("disabled an account"),
    "user:enabled": _l("enabled an account"),
    "user:invited": _l("invited a person to work here"),
    "user:invited_again": _l("invited a person again"),
    "user:language_chosen": _l("chose a language"),
    "user:listed": _l("listed accounts"),
    "user:password_changed": _l("changed their password"),
    "user:sign_in_failed": _l("a sign-in was refused"),
    "user:signed_in": _l("signed in"),
    "user:signed_out": _l("signed out"),
}
"""An action without words here is shown as its code; a test asks for words for every action in the house."""
